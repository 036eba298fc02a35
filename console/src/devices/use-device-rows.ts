import { useInfiniteQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNews } from '../api/list-news';
import { deviceRowsQuery, type DeviceFilter } from './device-queries';

/** Bursts of new computers (a site is being rolled out) become one request. */
const SETTLE_MS = 400;

/**
 * The list as far as somebody has scrolled, and whether there is more to see than it shows. While it is `held` (scrolled, or something is
 * ticked) new computers wait for `renew`.
 */
export function useDeviceRows(filter: DeviceFilter, held: boolean) {
  const client = useQueryClient();
  const options = deviceRowsQuery(filter);
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const devices = useMemo(() => {
    const seen = new Set<string>();
    // A row that moved while one read would come twice; once is enough.
    return (data?.pages ?? []).flatMap(({ items }) => items.filter(({ id }) => !seen.has(id) && seen.add(id)));
  }, [data]);

  const news = useNews();
  const seenNews = useRef(news);
  const [isStale, setStale] = useState(false);
  const key = options.queryKey;
  const keyText = JSON.stringify(key);
  const renew = useCallback(() => {
    setStale(false);
    // Only the first page is read anew; the others follow as one scrolls to them.
    client.setQueryData(key, (known: typeof data) => known && { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) });
    void client.invalidateQueries({ queryKey: key });
  }, [client, keyText]);
  useEffect(() => {
    if (news === seenNews.current) return;
    seenNews.current = news;
    setStale(true);
  }, [news]);
  useEffect(() => setStale(false), [keyText]);
  useEffect(() => {
    if (!isStale || held) return;
    const timer = setTimeout(renew, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isStale, held, renew]);

  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    query,
    devices,
    total: data?.pages[0]?.total ?? 0,
    totalIsCapped: data?.pages[0]?.totalIsCapped ?? false,
    hasMore: hasNextPage,
    more,
    hasNews: isStale && held,
    renew,
  };
}
