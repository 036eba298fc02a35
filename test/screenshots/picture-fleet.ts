import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ApiClient } from '../support/api-client.js';
import { AgentOnTheWire } from '../support/agent-on-the-wire.js';
import { copied, reImaged } from '../support/doubtful-devices.js';
import { eventually } from '../support/eventually.js';
import { failingDevices } from '../support/failing-devices.js';
import { largeChanges } from '../support/large-changes.js';
import { leavingClient } from '../support/leaving-client.js';
import type { RunningInstallation } from '../support/running-installation.js';

const SIMULATOR = resolve(__dirname, '../../dist/simulator/simulate.js');

interface Fleet {
  readonly site: string;
  /** What people call these computers there. */
  readonly names: readonly string[];
  readonly tags?: readonly string[];
  /** Whether their remote agents find the way to the engine. */
  readonly remote: 'mesh-central' | 'none';
  /** Where they come to stand. */
  readonly phase: 'READY' | 'REGISTERING' | 'NOT_TARGETED';
  /** Switched off again once they stand where they should. */
  readonly leaves?: true;
}

/** Beside the one real device of the demonstration: enough simulated ones for pictures that look like somebody's working day. */
const FLEETS: readonly Fleet[] = [
  {
    site: 'Main Street',
    names: ['Surgery 1', 'Surgery 2', 'X-ray room', 'Practice office'],
    tags: ['clinical'],
    remote: 'mesh-central',
    phase: 'READY',
  },
  {
    site: 'Lakeside',
    names: ['Lakeside reception', 'Lakeside surgery', 'Sterilisation'],
    remote: 'mesh-central',
    phase: 'READY',
    leaves: true,
  },
  {
    site: 'Rotterdam Depot',
    names: ['Gate 1', 'Gate 2', 'Customs desk', 'Dispatch', 'Forklift tablet'],
    tags: ['24x7'],
    remote: 'mesh-central',
    phase: 'READY',
  },
  { site: 'Gdańsk Yard', names: ['Yard office', 'Weighbridge'], remote: 'none', phase: 'NOT_TARGETED' },
  {
    site: 'Boston Office',
    names: ['Partner 1', 'Partner 2', 'Meeting room'],
    tags: ['vip'],
    remote: 'none',
    phase: 'REGISTERING',
  },
];

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  readonly deployment: { readonly phase: string } | null;
}

/** The simulated computers of the pictures, until `stop`. */
export class PictureFleet {
  private readonly running: ChildProcess[] = [];

  constructor(
    private readonly dana: ApiClient,
    private readonly installation: RunningInstallation,
  ) {}

  /** Resolves when every computer is named and stands where it should. */
  async start(): Promise<void> {
    const { items: sites } = await this.dana.read('/sites');
    const tokens: string[] = [];
    for (const [index, fleet] of FLEETS.entries()) {
      const { id } = sites.find(({ name }: { name: string }) => name === fleet.site);
      const { token } = await this.dana.create('/enrolment-tokens', { siteId: id });
      tokens.push(token);
      const child = this.simulate(index, fleet, token);
      await this.name(fleet);
      await this.stand(fleet);
      if (fleet.leaves) child.kill('SIGTERM');
    }
    await this.doubtful(tokens[0]!, tokens[1]!);
    await this.dana.create('/device-groups', {
      name: 'Front desks',
      description: 'Where visitors can see the screen.',
      filter: 'os:linux tag:reception',
    });
    await leavingClient(this.installation.url, this.dana);
    await failingDevices(this.installation, this.dana, await this.idOf('/clients', 'Harbor Law'));
    await this.largeChanges();
  }

  private async idOf(path: string, wanted: string): Promise<string> {
    return (await this.dana.read(path)).items.find(({ name }: { name: string }) => name === wanted).id;
  }

  /** A client so large that changes go through it in waves. */
  private async largeChanges(): Promise<void> {
    const site = await this.dana.create('/sites', {
      clientId: await this.idOf('/clients', 'Harbor Law'),
      name: 'Hamburg Branch',
    });
    const [packageId, policyId] = await Promise.all([
      this.idOf('/packages', 'Managed endpoints'),
      this.idOf('/policies', 'Standard remote access'),
    ]);
    await largeChanges(this.installation, this.dana, { siteId: site.id, packageId, policyId });
  }

  /** Two more, of which nobody can tell who they are. */
  private async doubtful(here: string, elsewhere: string): Promise<void> {
    const [laptop, kiosk] = [
      new AgentOnTheWire(this.installation.url, { hostname: 'Loan laptop' }),
      new AgentOnTheWire(this.installation.url, { hostname: 'Waiting-room kiosk' }),
    ];
    for (const agent of [laptop, kiosk]) await agent.enrol(here);
    await reImaged(this.installation.url, laptop, elsewhere);
    await copied(this.installation.url, kiosk, here);
  }

  stop(): void {
    for (const child of this.running) child.kill('SIGTERM');
  }

  private simulate(index: number, { names, remote }: Fleet, token: string): ChildProcess {
    const tokenFile = join(this.installation.dataDir, `fleet-${index}.token`);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const choices = [
      '--devices',
      String(names.length),
      '--server',
      this.installation.url,
      '--token-file',
      tokenFile,
      '--remote',
      remote,
    ];
    const child = spawn(
      process.execPath,
      [SIMULATOR, ...choices, '--state', join(this.installation.dataDir, `fleet-${index}.json`), '--json'],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    this.running.push(child);
    return child;
  }

  private async name({ site, names, tags = [] }: Fleet): Promise<void> {
    const enrolled = async () => {
      const found = (await this.devicesOf(site)).filter(({ name }) => name.startsWith('sim-'));
      return found.length === names.length && found;
    };
    const devices = await eventually(`${names.length} devices of ${site} are enrolled`, enrolled);
    for (const [index, { id }] of devices.entries())
      await this.dana.change(`/devices/${id}`, { displayName: names[index], tags });
  }

  private async stand({ site, names, phase }: Fleet): Promise<void> {
    const are = async () =>
      (await this.devicesOf(site)).filter(
        ({ name, deployment }) => names.includes(name) && (deployment?.phase ?? 'NOT_TARGETED') === phase,
      );
    await eventually(`the devices of ${site} are ${phase}`, async () => (await are()).length === names.length, {
      withinMs: 90_000,
    });
  }

  private async devicesOf(site: string): Promise<Listed[]> {
    const { items }: { items: Listed[] } = await this.dana.read('/devices?limit=100');
    return items.filter(({ siteName }) => siteName === site);
  }
}
