import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlConnection } from '../../src/remote-access/providers/mesh-central/control-connection.js';
import { SiteGroups } from '../../src/remote-access/providers/mesh-central/site-groups.js';
import { ProviderError } from '../../src/remote-access/provider.js';

/** The engine as it is on the wire: it makes the same group as often as it is asked, and sometimes its answer never arrives. */
class EngineOnTheWire {
  readonly groups: { _id: string; desc: string; name: string; creation: number; consent: number }[] = [];
  created = 0;
  losesAnswers = true;
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** What one core holds; each has a connection of its own. */
  connection(): ControlConnection {
    const answer = async (action: string, request: Record<string, unknown>): Promise<Record<string, unknown>> => {
      await sleep(0);
      if (this.losesAnswers && this.chance() < 0.1) throw new ProviderError('unavailable', 'The question was lost.');
      const result = this.act(action, request);
      await sleep(0);
      if (this.losesAnswers && this.chance() < 0.3) throw new ProviderError('unavailable', 'The answer was lost.');
      return result;
    };
    return { ask: answer, tell: answer } as unknown as ControlConnection;
  }

  private act(action: string, request: Record<string, unknown>): Record<string, unknown> {
    if (action === 'meshes') return { meshes: this.groups.map((group) => ({ ...group })) };
    if (action === 'nodes') return { nodes: {} };
    if (action === 'createmesh') {
      const _id = `mesh//${String(++this.created).padStart(64, '0')}`;
      this.groups.push({ _id, desc: String(request['desc']), name: String(request['meshname']), creation: this.created, consent: 0 });
      return { meshid: _id };
    }
    if (action === 'deletemesh') this.groups.splice(0, this.groups.length, ...this.groups.filter(({ _id }) => _id !== request['meshid']));
    if (action === 'editmesh') Object.assign(this.groups.find(({ _id }) => _id === request['meshid']) ?? {}, { name: request['meshname'] });
    return {};
  }

  private chance(): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.state / 2_147_483_648;
  }
}

describe('R38 objects at the provider', () => {
  const SITES = Array.from({ length: 6 }, (_, n) => ({ id: `site-${n}`, name: `Site ${n}` }));

  it.each(Array.from({ length: 30 }, (_, seed) => seed + 1))('are none twice, whoever asks at once and whatever is lost (seed %s)', async (seed) => {
    const engine = new EngineOnTheWire(seed);
    for (let life = 0; life < 4; life++) {
      // Two cores, one of which is new each time and knows nothing; each asks twice for everything.
      const cores = [new SiteGroups(engine.connection(), null), new SiteGroups(engine.connection(), null)];
      await Promise.allSettled(cores.flatMap((core) => [...SITES, ...SITES].map((site) => core.ensure(site))));
    }
    engine.losesAnswers = false;
    const last = new SiteGroups(engine.connection(), null);
    const ids = new Map<string, string>();
    for (const site of SITES) ids.set(site.id, await last.ensure(site));
    expect(engine.groups.map(({ desc }) => desc).sort()).toEqual(SITES.map(({ id }) => `ra:site:${id}`));
    for (const site of SITES) expect(await last.ensure(site)).toBe(ids.get(site.id));
  });

  it('would be there twice without looking first: the engine makes whatever it is asked for', async () => {
    const engine = new EngineOnTheWire(1);
    engine.losesAnswers = false;
    const control = engine.connection();
    for (let n = 0; n < 2; n++) await control.ask('createmesh', { meshname: 'x', meshtype: 2, desc: 'ra:site:x', flags: 0, consent: 0 });
    expect(engine.groups).toHaveLength(2);
  });
});
