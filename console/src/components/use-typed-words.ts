import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

/** What stands in a search box: asks when typing pauses, and follows the address when that changes by itself. */
export function useTypedWords(value: string, onSearch: (words: string) => void) {
  const [words, setWords] = useState(value);
  const asked = useRef(value);
  const search = useDebouncedCallback((next: string) => {
    asked.current = next.trim();
    onSearch(asked.current);
  }, 250);
  // Back and forward change the address behind the box's back.
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setWords(value);
  }, [value]);
  const change = (next: string) => {
    setWords(next);
    search(next);
  };
  return [words, change] as const;
}
