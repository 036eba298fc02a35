import { useRef } from 'react';

/** Remembers the pages one came through, so that "previous" works in lists that only know "next". */
export function useCursorTrail(cursor: string | undefined, go: (cursor: string | undefined) => void) {
  const trail = useRef<(string | undefined)[]>([]);
  return {
    next: (to: string) => {
      trail.current.push(cursor);
      go(to);
    },
    back: () => go(trail.current.pop()),
  };
}
