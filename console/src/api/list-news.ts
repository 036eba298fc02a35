import { useSyncExternalStore } from 'react';

/*
 * Computers have come that a list does not show. Whoever is at its top gets them at once; whoever has scrolled or ticked something
 * is told, and nothing moves under his hands.
 */
let news = 0;
const listeners = new Set<() => void>();

export function tellNews(): void {
  news += 1;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Rises whenever there is something new. */
export function useNews(): number {
  return useSyncExternalStore(subscribe, () => news);
}
