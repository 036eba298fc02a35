import type { Launch } from '../api/types';

const STATES: Record<string, string> = {
  requested: 'Opening',
  redeemed: 'Opening',
  minted: 'Opening',
  active: 'Live',
  ended: 'Ended',
  refused: 'Refused',
};

const ENDS: Record<string, string> = {
  revoked: 'ended by an operator',
  closed: 'closed by the operator',
  idle: 'idle for too long',
  'max-duration': 'reached its longest duration',
  expired: 'was not opened in time',
  'signed-out': 'the operator signed out',
};

/** The state of a launch as people say it. */
export const stateInWords = ({ state }: Pick<Launch, 'state'>): string => STATES[state] ?? state;

/** Why it is over; null while it is not. */
export function endInWords({ endReason, refusalCode }: Pick<Launch, 'endReason' | 'refusalCode'>): string | null {
  if (refusalCode) return refusalCode;
  return endReason ? (ENDS[endReason] ?? endReason) : null;
}
