import { useCallback, useEffect, useRef, useState } from 'react';
import type { Device } from '../api/types';
import { NOTHING, withDevices, type Selection } from './selection';

/** What is ticked; "all that match" is of one filter, so it ends with it. Rows that were ticked singly stay. */
export function useSelection(filter: object) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const lastTicked = useRef(-1);
  const { sort: _sort, ...narrowing } = filter as { sort?: string };
  const matched = JSON.stringify(narrowing);
  useEffect(() => {
    lastTicked.current = -1;
    setSelection((now) => (now.kind === 'all' ? NOTHING : now));
  }, [matched]);
  const tick = useCallback((devices: readonly Device[], index: number, selected: boolean, upToHere: boolean) => {
    const from = upToHere && lastTicked.current >= 0 ? lastTicked.current : index;
    lastTicked.current = index;
    const ids = devices.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ id }) => id);
    setSelection((now) => withDevices(now, ids, selected));
  }, []);
  return { selection, setSelection, tick };
}
