import { select, t } from '@lingui/core/macro';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { isMissing } from '../api/problem';
import type { Approval, PolicyType, SettingValue } from '../api/types';
import { valueInWords } from '../policies/setting-words';

/** A stored request as people read it. */
export interface RequestWords {
  sentence: string;
  /** What it would set, name by name. */
  facts: [name: string, value: string][];
}

type Asked = Pick<Approval, 'title' | 'request'>;
type Body = Record<string, unknown>;

const ADDRESS = /^(\S+) \/api\/v1\/([a-z-]+)(?:\/([0-9a-f-]{36}))?(?:\/([a-z-]+))?/;

/** What a request of this method, path and body asks for; names are those of now. */
export const requestWordsQuery = ({ title, request }: Asked) =>
  queryOptions({
    queryKey: ['request-words', title, request],
    queryFn: () => inWords(title, (request ?? {}) as Body),
    staleTime: 60_000,
  });

async function inWords(title: string, body: Body): Promise<RequestWords> {
  const [, method = '', noun = '', id, part] = ADDRESS.exec(title) ?? [];
  const describe = DESCRIBED[`${method} ${part ?? noun}`];
  return describe ? describe(body, id ?? '') : { sentence: title, facts: plainFacts(body) };
}

/** By method and the last noun of the path; anything else is shown as it was sent. */
const DESCRIBED: Record<string, (body: Body, id: string) => Promise<RequestWords>> = {
  'POST assignments': async ({ packageId, siteIds, priority }) => ({
    sentence: t`Assign the package ${await nameOf('packages', packageId)} to ${await namesOf('sites', siteIds)}`,
    facts: priority === undefined ? [] : [[t`Priority`, String(priority)]],
  }),
  'PATCH assignments': async ({ priority }, id) => ({
    sentence: t`Change the priority of ${await assignmentName(id)} to ${String(priority)}`,
    facts: [],
  }),
  'DELETE assignments': async (_body, id) => ({ sentence: t`Unassign ${await assignmentName(id)}`, facts: [] }),
  'PUT policies': async (body, id) => ({
    sentence: t`Change the policy ${await nameOf('policies', id)}`,
    facts: await policyFacts(body, id),
  }),
  'POST versions': async (_body, id) => ({
    sentence: t`Restore an older version of the policy ${await nameOf('policies', id)}`,
    facts: [],
  }),
  'DELETE policies': async (_body, id) => ({ sentence: t`Delete the policy ${await nameOf('policies', id)}`, facts: [] }),
  'PUT packages': async (body, id) => ({
    sentence: t`Change the package ${await nameOf('packages', id)}`,
    facts: [
      [t`Name`, String(body['name'])],
      [
        t`Policies`,
        await namesOf(
          'policies',
          (body['entries'] as { policyId: string }[] | undefined)?.map(({ policyId }) => policyId),
        ),
      ],
    ],
  }),
  'DELETE packages': async (_body, id) => ({ sentence: t`Delete the package ${await nameOf('packages', id)}`, facts: [] }),
  'PATCH sites': async (body, id) => {
    const { clientId, placement, ...others } = body as {
      clientId?: string;
      placement?: { providerInstanceId: string } | null;
    };
    const site = await nameOf('sites', id);
    if (clientId)
      return {
        sentence: t`Move the site ${site} to the client ${await nameOf('clients', clientId)}`,
        facts: plainFacts(others),
      };
    if (placement)
      return { sentence: t`Place the site ${site} on another provider instance`, facts: plainFacts(others) };
    return { sentence: t`Change the site ${site}`, facts: plainFacts(body) };
  },
  'DELETE sites': async (_body, id) => ({ sentence: t`Delete the site ${await nameOf('sites', id)}`, facts: [] }),
  'PATCH clients': async (body, id) => ({
    sentence: t`Rename the client ${await nameOf('clients', id)}`,
    facts: plainFacts(body),
  }),
  'DELETE clients': async (_body, id) => ({ sentence: t`Delete the client ${await nameOf('clients', id)}`, facts: [] }),
  'PATCH devices': async (body, id) => ({
    sentence: t`Change the device ${await nameOf('devices', id)}`,
    facts: plainFacts(body),
  }),
  'DELETE devices': async (_body, id) => ({ sentence: t`Delete the device ${await nameOf('devices', id)}`, facts: [] }),
  'POST exclusions': async ({ kind, target, reason }) => ({
    sentence: t`${select(kind === 'pin' ? 'yes' : 'no', { yes: 'Pin', other: 'Exclude' })} ${await targetName(target as Target)}`,
    facts: [[t`Reason`, String(reason)]],
  }),
  'PATCH exclusions': async (body) => ({ sentence: t`Change an exclusion or pin`, facts: plainFacts(body) }),
  'POST offboard': async ({ reason }, id) => ({
    sentence: t`Offboard the client ${await nameOf('clients', id)}`,
    facts: reason === undefined ? [] : [[t`Reason`, String(reason)]],
  }),
  'DELETE exclusions': async () => ({ sentence: t`End an exclusion or pin`, facts: [] }),
  'PUT override': async ({ settings, reason }, id) => ({
    sentence: t`Override settings of the device ${await nameOf('devices', id)}`,
    facts: [...(await settingFacts((settings ?? {}) as Settings, {})), [t`Reason`, String(reason)]],
  }),
  'DELETE override': async (_body, id) => ({
    sentence: t`Delete the override of the device ${await nameOf('devices', id)}`,
    facts: [],
  }),
  'PUT device-groups': async (body, id) => ({
    sentence: t`Change the device group ${await nameOf('device-groups', id)}`,
    facts: plainFacts(body),
  }),
  'DELETE device-groups': async (_body, id) => ({ sentence: t`Delete the device group ${await nameOf('device-groups', id)}`, facts: [] }),
  'PUT policy-locks': async (body) => ({
    sentence: t`Change the locks of the installation`,
    facts: await settingFacts(body as Settings, {}),
  }),
};

type Noun = 'packages' | 'policies' | 'sites' | 'clients' | 'devices' | 'device-groups';
type Target = { siteId?: string; deviceGroupId?: string; deviceId?: string };

function targetName({ siteId, deviceGroupId, deviceId }: Target): Promise<string> {
  if (siteId) return nameOf('sites', siteId);
  return deviceGroupId ? nameOf('device-groups', deviceGroupId) : nameOf('devices', deviceId);
}

/** “The name”, or that there is no such thing (any more). */
async function nameOf(noun: Noun, id: unknown): Promise<string> {
  const params = { path: { id: String(id) } };
  const found = await present(answer(api.GET(`/api/v1/${noun}/{id}`, { params })));
  return found ? `“${found.name}”` : t`(gone)`;
}

async function namesOf(noun: 'policies' | 'sites', ids: unknown): Promise<string> {
  if (!Array.isArray(ids)) return '';
  if (ids.length > 5) return noun === 'sites' ? t`${ids.length} sites` : t`${ids.length} policies`;
  return (await Promise.all(ids.map((id) => nameOf(noun, id)))).join(', ');
}

async function assignmentName(id: string): Promise<string> {
  const found = await present(answer(api.GET('/api/v1/assignments/{id}', { params: { path: { id } } })));
  return found ? t`“${found.packageName}” from ${found.siteName}` : t`an assignment that is gone`;
}

type Settings = Record<string, SettingValue>;

async function policyFacts(body: Body, id: string): Promise<[string, string][]> {
  const now = await present(answer(api.GET('/api/v1/policies/{id}', { params: { path: { id } } })));
  const facts: [string, string][] = [];
  if (body['name'] !== now?.name) facts.push([t`Name`, String(body['name'])]);
  if (body['enabled'] !== now?.enabled) facts.push([t`Enabled`, body['enabled'] ? t`Yes` : t`No`]);
  return [...facts, ...(await settingFacts((body['settings'] ?? {}) as Settings, now?.settings ?? {}))];
}

/** Settings that would differ, as "before → after". */
async function settingFacts(wanted: Settings, present: Settings): Promise<[string, string][]> {
  const { items }: { items: PolicyType[] } = await answer(api.GET('/api/v1/policy-types'));
  return items
    .flatMap(({ settings }) => settings)
    .filter(({ key }) => JSON.stringify(wanted[key]) !== JSON.stringify(present[key]))
    .map((definition) => {
      const words = (value: SettingValue | undefined) =>
        value === undefined ? t`Not configured` : valueInWords(definition, value);
      return [definition.title, `${words(present[definition.key])} → ${words(wanted[definition.key])}`];
    });
}

const plainFacts = (body: Body): [string, string][] =>
  Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);

async function present<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
