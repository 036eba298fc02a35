import { useMutation } from '@tanstack/react-query';
import { showDone } from '../api/show-problem';
import { carryOut, type Outcome, type Preview } from './carry-out';
import type { ChangeRequest } from './change-request';
import type { PlanWords } from './plan-question';
import { consequenceInWords } from './plan-words';

interface Change<V, T> {
  request: (input: V) => ChangeRequest<T>;
  words: (input: V) => PlanWords;
  preview: Preview | ((input: V) => Preview);
  /** What is said when it is done; how many devices change is added. */
  done: (value: T, input: V) => string;
  /** Asks anew for what may be different now, whatever came of it. */
  settled: () => Promise<unknown>;
  /** The form shows refusals itself, next to its fields. */
  showsOwnProblems?: boolean;
}

/** A change that may move devices, as a mutation: it is pending while its plan is being decided, and a form beneath keeps its values. */
export function useChange<V, T>({ request, words, preview, done, settled, showsOwnProblems = false }: Change<V, T>) {
  return useMutation<Outcome<T>, Error, V>({
    meta: { showsOwnProblems },
    mutationFn: (input) =>
      carryOut(request(input), words(input), typeof preview === 'function' ? preview(input) : preview),
    onSuccess: (outcome, input) => {
      if (outcome.state !== 'done') return;
      showDone([done(outcome.value, input), consequenceInWords(outcome)].filter(Boolean).join(' '));
    },
    onSettled: settled,
  });
}

/** Runs only when the change was made: not when it was dropped, nor when it waits for a second person. */
export function whenDone<T>(act: (value: T) => void): (outcome: Outcome<T>) => void {
  return (outcome) => {
    if (outcome.state === 'done') act(outcome.value);
  };
}
