import { t } from '@lingui/core/macro';
import type { DeviceType } from '../api/types';

/** The kinds of computers in words. */
export const DEVICE_TYPE_NAMES: Record<DeviceType, string> = {
  server: t`Server`,
  workstation: t`Workstation`,
  laptop: t`Laptop`,
  virtual: t`Virtual machine`,
  unknown: t`Not known`,
};
