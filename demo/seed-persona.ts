import type { ApiSession } from './api-session.js';
import type { Persona, PersonaUser } from './persona.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

type IdsByName = ReadonlyMap<string, string>;

/** Makes whatever of the persona is missing, so that an interrupted first start can be continued by the next. */
export class SeedPersona {
  constructor(
    private readonly api: ApiSession,
    private readonly persona: Persona,
    private readonly say: (line: string) => void,
  ) {}

  /** `password` is what every invented user signs in with. */
  async run(password: string): Promise<void> {
    await this.allowOwnerToLogIn();
    const clients = await this.ensure('/clients', this.persona.clients, ({ name }) => ({ name }));
    const everySite = this.persona.clients.flatMap(({ name, sites }) => sites.map((site) => ({ ...site, client: name })));
    const sites = await this.ensure('/sites', everySite, ({ name, timeZone, client }) => ({ name, timeZone, clientId: idOf(clients, client) }));
    this.say(`Made ${clients.size} clients with ${sites.size} sites.`);
    const policies = await this.ensure('/policies', this.persona.policies, (policy) => ({
      ...policy, category: 'devices', type: 'remote-access', enabled: true,
    }));
    const packages = await this.ensure('/packages', this.persona.packages, ({ name, description, policies: names }) => ({
      name, description, entries: names.map((policy) => ({ policyId: idOf(policies, policy) })),
    }));
    await this.ensureAssignments(packages, sites);
    this.say(`Made ${policies.size} policies in ${packages.size} packages and assigned them to sites.`);
    const users = await this.ensure('/users', this.persona.users, ({ scope, ...user }) => ({
      ...user, password, scope: scopeBody(scope, clients, sites),
    }));
    this.say(`Made ${users.size - 1} users.`);
  }

  /** The right to open devices is nobody's by rank: the owner gives it to herself, and the audit says so. */
  private async allowOwnerToLogIn(): Promise<void> {
    const { id } = await this.api.get<{ id: string }>('/auth/me');
    const { body, etag } = await this.api.send<{ allowRemoteControl: boolean }>('GET', `/users/${id}`);
    if (!body.allowRemoteControl) await this.api.send('PATCH', `/users/${id}`, { allowRemoteControl: true }, { 'if-match': etag ?? '*' });
  }

  private async ensureAssignments(packages: IdsByName, sites: IdsByName): Promise<void> {
    for (const { package: name, sites: names } of this.persona.assignments) {
      const packageId = idOf(packages, name);
      const { items } = await this.api.get<{ items: { siteId: string }[] }>(`/assignments?packageId=${packageId}`);
      const siteIds = names.map((site) => idOf(sites, site)).filter((id) => !items.some(({ siteId }) => siteId === id));
      if (siteIds.length > 0) await this.api.post('/assignments', { packageId, siteIds });
    }
  }

  private async ensure<T extends { readonly name: string }>(path: string, wanted: readonly T[], body: (one: T) => unknown): Promise<IdsByName> {
    const { items } = await this.api.get<{ items: Named[] }>(`${path}?limit=500`);
    const ids = new Map(items.map(({ name, id }) => [name, id]));
    for (const one of wanted) {
      if (!ids.has(one.name)) ids.set(one.name, (await this.api.post<Named>(path, body(one))).id);
    }
    return ids;
  }
}

function scopeBody(scope: PersonaUser['scope'], clients: IdsByName, sites: IdsByName) {
  if (scope === 'all') return { all: true, clientIds: [], siteIds: [] };
  return {
    all: false,
    clientIds: (scope.clients ?? []).map((name) => idOf(clients, name)),
    siteIds: (scope.sites ?? []).map((name) => idOf(sites, name)),
  };
}

function idOf(ids: IdsByName, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the persona names ${name} but does not make it`);
  return id;
}
