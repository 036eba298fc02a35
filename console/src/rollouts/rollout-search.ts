import { oneOf, searchReader, text, whole } from '../app/search-params';
import type { Rollout } from '../api/types';

export interface RolloutsSearch {
  tab?: 'summary' | 'rollouts';
  /** Whether the summary is by client, which is usual, or by site. */
  by?: 'client' | 'site';
  state?: Rollout['state'];
  cursor?: string;
}

/** Which devices of a rollout are listed. */
export interface RolloutSearch {
  outcome?: 'waiting' | 'released' | 'settled' | 'failed' | 'withdrawn' | 'superseded';
  wave?: number;
  q?: string;
  cursor?: string;
}

export const rolloutsSearch = searchReader<RolloutsSearch>({
  tab: oneOf('summary', 'rollouts'),
  by: oneOf('client', 'site'),
  state: oneOf('running', 'paused', 'halted', 'aborted', 'done', 'superseded'),
  cursor: text,
});
export const rolloutSearch = searchReader<RolloutSearch>({
  outcome: oneOf('waiting', 'released', 'settled', 'failed', 'withdrawn', 'superseded'),
  wave: whole,
  q: text,
  cursor: text,
});
