import { useQuery } from '@tanstack/react-query';
import type { Rollout } from '../api/types';
import { requestWordsQuery } from '../approvals/request-words';

type Titled = Pick<Rollout, 'title' | 'request'>;

/** What a rollout carries, in words; nothing while they are looked up. */
export function useRolloutTitle(rollout: Titled | undefined): string {
  const words = useQuery({ ...requestWordsQuery(rollout ?? { title: '', request: {} }), enabled: rollout !== undefined });
  return words.data?.sentence ?? '…';
}

export function RolloutTitle({ rollout }: { rollout: Titled }) {
  return <>{useRolloutTitle(rollout)}</>;
}
