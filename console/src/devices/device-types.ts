import type { DeviceType } from '../api/types';

/** The kinds of computers in words. */
export const DEVICE_TYPE_NAMES: Record<DeviceType, string> = {
  server: 'Server',
  workstation: 'Workstation',
  laptop: 'Laptop',
  virtual: 'Virtual machine',
  unknown: 'Not known',
};
