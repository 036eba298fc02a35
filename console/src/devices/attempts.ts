import { t } from '@lingui/core/macro';
import type { Deployment } from '../api/types';

/** How often it failed in a row, and after how many attempts nobody tries by a schedule any more. */
export function attemptsInWords({ attempt, attemptLimit }: Pick<Deployment, 'attempt' | 'attemptLimit'>): string {
  return attemptLimit === null ? t`${attempt} failed` : t`${attempt} of at most ${attemptLimit} failed`;
}
