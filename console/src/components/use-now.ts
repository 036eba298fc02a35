import { useSyncExternalStore } from 'react';

interface Clock {
  subscribe: (listener: () => void) => () => void;
  read: () => Date;
}

const clocks = new Map<number, Clock>();

/** One timer for all that tick together; it stops when nothing on screen tells the time. */
function clockOf(everyMs: number): Clock {
  const known = clocks.get(everyMs);
  if (known) return known;
  let now = new Date();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = new Date();
    listeners.forEach((listener) => listener());
  };
  const clock: Clock = {
    subscribe(listener) {
      listeners.add(listener);
      if (!timer) {
        now = new Date();
        timer = setInterval(tick, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    read: () => now,
  };
  clocks.set(everyMs, clock);
  return clock;
}

/** The present time, renewed at this pace. */
export function useNow(everyMs: number): Date {
  const clock = clockOf(everyMs);
  return useSyncExternalStore(clock.subscribe, clock.read);
}
