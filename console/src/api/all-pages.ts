import type { Page } from './types';

/** Where a list is a choice rather than something to read; more than this needs a search instead. */
const MOST_PAGES = 20;

/** Follows a list to its end, for the few lists that are short by nature. */
export async function allPages<T>(pageAt: (cursor: string | undefined) => Promise<Page<T>>): Promise<Page<T>> {
  const first = await pageAt(undefined);
  const items = [...first.items];
  let cursor = first.nextCursor;
  for (let pages = 1; cursor !== null && pages < MOST_PAGES; pages++) {
    const page: Page<T> = await pageAt(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items, nextCursor: cursor };
}
