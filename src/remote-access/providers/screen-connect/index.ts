/**
 * ScreenConnect by URL. Promises the neutral interface of remote-access as far as the RESTful API Manager extension reaches, refuses by
 * name what it does not reach, and is the only folder that knows this product's paths, properties and pitfalls.
 */
import type { ProviderKind } from '../../provider-kind.js';
import { CONNECTION_FIELDS, openScreenConnect, refuseScreenConnectConnection } from './connection-settings.js';
import { EXPRESSIBLE } from './expressible-settings.js';
import { INSTANCE_WIDE, ON_WORD } from './instance-wide-settings.js';
import { readTriggerHint } from './trigger-hint.js';
import { FLOOR_VERSION } from './version-floor.js';

export const screenConnect: ProviderKind = {
  kind: 'screen-connect',
  title: 'ScreenConnect',
  floorVersion: FLOOR_VERSION,
  expressible: EXPRESSIBLE,
  opens: ['desktop'],
  instanceWide: INSTANCE_WIDE,
  onWord: ON_WORD,
  connectionFields: CONNECTION_FIELDS,
  refuseConnection: refuseScreenConnectConnection,
  open: openScreenConnect,
  holdsSupport: true,
  readHint: readTriggerHint,
};
