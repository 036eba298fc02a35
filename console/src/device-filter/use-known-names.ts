import { useQuery, useQueryClient } from '@tanstack/react-query';
import { pagesOf, type Listed } from '../api/listed-devices';
import type { Device, Page } from '../api/types';
import { useRight } from '../app/me';
import { groupsQuery } from '../groups/group-queries';
import { allSitesQuery, clientsQuery } from '../sites/site-queries';

/** What only this installation knows: the names of its clients, sites and groups, and the tags of the computers seen so far. */
export function useKnownNames(): (key: string) => readonly string[] {
  const cache = useQueryClient();
  const mayReadGroups = useRight('policies.read');
  const clients = useQuery(clientsQuery);
  const sites = useQuery(allSitesQuery());
  const groups = useQuery({ ...groupsQuery, enabled: mayReadGroups });
  return (key) => {
    switch (key) {
      case 'client':
        return names(clients.data?.items);
      case 'site':
        return names(sites.data?.items);
      case 'in':
        return names(groups.data?.items);
      case 'tag':
        return tagsSeen(cache.getQueriesData<Listed>({ queryKey: ['devices'] }).flatMap(([, list]) => pagesOf(list)));
      default:
        return [];
    }
  };
}

function names(items: readonly { name: string }[] = []): string[] {
  return [...new Set(items.map(({ name }) => name))];
}

function tagsSeen(pages: readonly Page<Device>[]): string[] {
  return [...new Set(pages.flatMap(({ items }) => items.flatMap(({ tags }) => tags)))].sort();
}
