import { t } from '@lingui/core/macro';
import type { Launch } from '../api/types';

const STATES: Record<string, string> = {
  requested: t`Opening`,
  redeemed: t`Opening`,
  minted: t`Opening`,
  active: t`Live`,
  ended: t`Ended`,
  refused: t`Refused`,
};

const ENDS: Record<string, string> = {
  revoked: t`ended by an operator`,
  closed: t`closed by the operator`,
  idle: t`idle for too long`,
  'max-duration': t`reached its longest duration`,
  expired: t`was not opened in time`,
  'signed-out': t`the operator signed out`,
};

/** The state of a launch as people say it. */
export const stateInWords = ({ state }: Pick<Launch, 'state'>): string => STATES[state] ?? state;

/** Why it is over; null while it is not. */
export function endInWords({ endReason, refusalCode }: Pick<Launch, 'endReason' | 'refusalCode'>): string | null {
  if (refusalCode) return refusalCode;
  return endReason ? (ENDS[endReason] ?? endReason) : null;
}
