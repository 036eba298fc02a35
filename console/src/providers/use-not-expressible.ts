import { useQuery } from '@tanstack/react-query';
import { useRight } from '../app/me';
import { providersQuery } from './provider-queries';

/** By policy setting the names of the provider instances that cannot enforce it on a device. */
export function useNotExpressible(): ReadonlyMap<string, readonly string[]> {
  const mayRead = useRight('providers.read');
  const { data } = useQuery({ ...providersQuery, enabled: mayRead });
  const found = new Map<string, string[]>();
  for (const { name, notExpressible } of data?.items ?? []) {
    for (const key of notExpressible) found.set(key, [...(found.get(key) ?? []), name]);
  }
  return found;
}
