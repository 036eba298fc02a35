import type { RolloutWait } from './judge-rollout.js';

const SENTENCES: Readonly<Record<RolloutWait, string>> = {
  'devices-named': 'The devices that the change reaches are being written down.',
  operator: 'Somebody has to resume or abort it.',
  unfreezing: 'All new orders are frozen; it goes on by itself afterwards.',
  window: 'The maintenance window of the sites is closed.',
  rate: 'As many devices as the rate cap allows were released in the last minute.',
  devices: 'Devices have to connect; each is released when it comes.',
  answers: 'Released devices have to acknowledge the change.',
  results: 'Devices that acknowledged have to become Ready, or fail.',
  failures: 'More devices failed than may so far; others that are on their way decide.',
  soak: 'The wave went well and is watched for a while.',
};

/** What a rollout waits for, in words that disclose no counts. */
export function nextInWords(waitsFor: RolloutWait): string {
  return SENTENCES[waitsFor];
}
