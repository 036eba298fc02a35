import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import canonicalize from 'canonicalize';
import type { InventoryFrame } from '../../contracts/agent-protocol.js';
import { AGENT_VERSION } from '../agent-version.js';
import type { RunCommand } from '../system/run-command.js';
import { deviceType } from './device-type.js';
import { dialogProgram, hasLiveDisplay } from './display.js';
import { logons } from './logons.js';
import { architecture, operatingSystem, osVersion, packageFormat } from './platform-facts.js';

export interface InventoryOptions {
  readonly run: RunCommand;
  readonly privateMode: boolean;
}

/** What this device is, and who is at it, now. */
export async function takeInventory({ run, privateMode }: InventoryOptions): Promise<InventoryFrame> {
  const [{ lastUser, interactiveSessions }, hasDisplay] = await Promise.all([logons(run), hasLiveDisplay()]);
  const packages = packageFormat();
  const facts = {
    type: 'inventory' as const,
    hostname: hostname().slice(0, 255) || 'unnamed',
    os: operatingSystem(),
    osVersion: osVersion().slice(0, 200),
    arch: architecture(),
    ...(packages && { packageFormat: packages }),
    agentVersion: AGENT_VERSION,
    deviceType: await deviceType(run),
    lastUser: lastUser?.slice(0, 255) ?? null,
    interactiveSessions: Math.min(interactiveSessions, 10_000),
    canPrompt: hasDisplay && dialogProgram() !== undefined,
    hasDisplay,
    privateMode,
  };
  return {
    ...facts,
    hash: createHash('sha256')
      .update(canonicalize(facts) ?? '')
      .digest('hex'),
  };
}
