import { select, t } from '@lingui/core/macro';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { IconBuilding, IconDeviceDesktop, IconListDetails, IconPackages, IconShieldCog, IconUser, type Icon } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import { catalogueQuery } from '../../catalogue/catalogue-query';
import { devicesQuery } from '../../devices/device-queries';
import { sitesQuery } from '../../sites/site-queries';
import { useRight } from '../me';

const LIMIT = 6;
/** Fewer letters than that find everything. */
const SHORTEST = 2;

const narrowed = (q: string) => ({ params: { query: { q, limit: LIMIT } } });
const policiesFound = (q: string) => queryOptions({ queryKey: ['policies', 'found', q], queryFn: () => answer(api.GET('/api/v1/policies', narrowed(q))) });
const packagesFound = (q: string) => queryOptions({ queryKey: ['packages', 'found', q], queryFn: () => answer(api.GET('/api/v1/packages', narrowed(q))) });
const usersFound = (q: string) => queryOptions({ queryKey: ['users', 'found', q], queryFn: () => answer(api.GET('/api/v1/users', narrowed(q))) });

const drawn = (IconOf: Icon) => <IconOf size={18} stroke={1.7} />;

/** Computers, sites, policies, packages, users and codes that some words name, as far as the person at the screen may read them. */
export function useFound(words: string): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const [readsPolicies, managesUsers] = [useRight('policies.read'), useRight('users.manage')];
  const isAsking = words.length >= SHORTEST;
  // What other words have found is not kept meanwhile: Enter would open it.
  const asking = { enabled: isAsking };
  const devices = useQuery({ ...devicesQuery({ q: words, limit: LIMIT }), ...asking });
  const sites = useQuery({ ...sitesQuery({ q: words, limit: LIMIT }), ...asking });
  const policies = useQuery({ ...policiesFound(words), enabled: isAsking && readsPolicies });
  const packages = useQuery({ ...packagesFound(words), enabled: isAsking && readsPolicies });
  const users = useQuery({ ...usersFound(words), enabled: isAsking && managesUsers });
  const catalogue = useQuery({ ...catalogueQuery, enabled: isAsking });
  if (!isAsking) return [];
  const group = (name: string, actions: SpotlightActionData[]): SpotlightActionGroupData => ({ group: name, actions });
  const lower = words.toLowerCase();
  return [
    group(t`Computers`, (devices.data?.items ?? []).map(({ id, name, clientName, siteName, online }) => ({
      id, label: name, description: t`${clientName} · ${siteName} · ${select(online ? 'yes' : 'no', { yes: 'online', other: 'offline' })}`, leftSection: drawn(IconDeviceDesktop),
      onClick: () => void navigate({ to: '/devices', search: { device: id } }),
    }))),
    group(t`Sites`, (sites.data?.items ?? []).map(({ id, name, clientName }) => ({
      id, label: name, description: clientName, leftSection: drawn(IconBuilding),
      onClick: () => void navigate({ to: '/devices', search: { siteId: id } }),
    }))),
    group(t`Policies`, (policies.data?.items ?? []).map(({ id, name }) => ({
      id, label: name, description: t`Policy`, leftSection: drawn(IconShieldCog),
      onClick: () => void navigate({ to: '/policies/$policyId', params: { policyId: id } }),
    }))),
    group(t`Packages`, (packages.data?.items ?? []).map(({ id, name }) => ({
      id, label: name, description: t`Package`, leftSection: drawn(IconPackages),
      onClick: () => void navigate({ to: '/packages/$packageId', params: { packageId: id } }),
    }))),
    group(t`Users`, (users.data?.items ?? []).map(({ id, name, email }) => ({
      id, label: name, description: email, leftSection: drawn(IconUser),
      onClick: () => void navigate({ to: '/settings/users', search: { edit: id } }),
    }))),
    group(t`Statuses and codes`, (catalogue.data?.errors ?? []).filter(({ code, title }) => `${code} ${title}`.toLowerCase().includes(lower)).slice(0, LIMIT).map(({ code, title, cause }) => ({
      id: code, label: `${code} ${title}`, description: cause, leftSection: drawn(IconListDetails),
      onClick: () => void navigate({ to: '/status-catalogue', hash: code }),
    }))),
  ];
}
