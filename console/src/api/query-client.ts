import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem, isNotSignedIn } from './problem';
import { showProblem } from './show-problem';

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Called whenever an answer says that nobody is signed in any more. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

function noticeSignedOut(error: unknown): boolean {
  if (!isNotSignedIn(error)) return false;
  signedOutListeners.forEach((listener) => listener());
  return true;
}

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The form shows its problems itself, next to its fields. */
      showsOwnProblems?: boolean;
    };
  }
}

/** What was asked once is kept fresh by events, so focus alone refetches nothing; refusals are final, silence is tried again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _onMutateResult, mutation) => {
      if (mutation.meta?.showsOwnProblems) return;
      if (!noticeSignedOut(error)) showProblem(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => !(error instanceof Problem && error.status < 500) && failures < 2,
    },
  },
});
