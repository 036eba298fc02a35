import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Me, Right } from '../api/types';
import { hasRight } from './rights';

/** Who is signed in; refused with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(api.GET('/api/v1/auth/me')),
  staleTime: 60_000,
  // What the installation warns of comes and goes while nobody clicks. It is asked for again as pages are opened and when
  // somebody comes back, never by the clock: that would keep the session of somebody who left alive.
  refetchOnWindowFocus: true,
});

/** Who is signed in, on every page inside the shell (which has already asked). */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the person at the screen holds a right. */
export function useRight(right: Right): boolean {
  return hasRight(useMe(), right);
}
