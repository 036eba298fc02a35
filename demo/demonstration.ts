import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgentProgram } from './agent-program.js';
import { ApiRefusal, ApiSession } from './api-session.js';
import { type DemoAccount, DemoAccountFile, newDemoAccount } from './demo-account.js';
import { KeptAgent } from './kept-agent.js';
import { PERSONA } from './persona.js';
import { SecondProvider } from './second-provider.js';
import { SeedPersona } from './seed-persona.js';

export interface DemonstrationOptions {
  readonly serverUrl: string;
  readonly dataDir: string;
  /** Where the endpoint agent writes. */
  readonly logFile: string;
  /** Tells whoever started it; nothing that is said is kept. */
  readonly say: (line: string) => void;
}

interface Device {
  readonly name: string;
  readonly online: boolean;
  readonly deployment: { readonly phase: string; readonly label: string; readonly errorCode: string | null } | null;
}

const LOOK_EVERY_MS = 500;
const READY_WITHIN_MS = 120_000;

/** A seeded installation with one real device: made at the first start, continued at every later one. */
export class Demonstration {
  private readonly api: ApiSession;
  private readonly file: DemoAccountFile;
  private readonly program: AgentProgram;
  private readonly agent: KeptAgent;
  private readonly secondProvider: SecondProvider;
  private isStopping = false;

  constructor(private readonly options: DemonstrationOptions) {
    this.api = new ApiSession(options.serverUrl);
    this.file = new DemoAccountFile(options.dataDir);
    this.program = new AgentProgram(join(options.dataDir, 'demo-agent'));
    this.agent = new KeptAgent(this.program, options.logFile, options.say);
    this.secondProvider = new SecondProvider({ ...options, api: this.api });
  }

  /** Resolves when the device is Ready and everything was said; rejects when the installation is not ours to fill. */
  async start(claimCode: string | null): Promise<void> {
    const account = await this.signIn(claimCode);
    if (account) await this.prepare(account);
    if (this.isStopping) return;
    await this.agent.start();
    if (!account) return;
    await this.beginSecondProvider();
    await this.tellWhenReady(account);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all([this.agent.stop(), this.secondProvider.stop()]);
  }

  /** The demonstration is one without it, too: on an installation that others can reach, connecting a provider needs a second factor. */
  private async beginSecondProvider(): Promise<void> {
    try {
      await this.secondProvider.start();
    } catch (error) {
      this.options.say(`There is no second provider in this demonstration: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Undefined when the password was changed since: then nothing is left to do but to run the agent. */
  private async signIn(claimCode: string | null): Promise<DemoAccount | undefined> {
    const { say } = this.options;
    const known = this.file.read();
    if (claimCode !== null) {
      // Written before it is used, so that no crash can lose the only password.
      const account = known ?? this.file.write(newDemoAccount());
      const { name, email, password } = account;
      await this.api.post('/setup', { claimCode, name, email, password });
      say(`Claimed the installation as ${name}; the set-up code is used up.`);
      return account;
    }
    if (!known) throw new Error('this installation has an administrator already; a demonstration needs an empty LATCHKEY_DATA_DIR');
    try {
      await this.api.post('/auth/login', { email: known.email, password: known.password });
      return known;
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== 'API-AUTH-01' || !known.isSeeded) throw error;
      say(`The password of ${known.email} was changed; only the endpoint agent is started.`);
      return undefined;
    }
  }

  private async prepare(account: DemoAccount): Promise<void> {
    if (!account.isSeeded) {
      await new SeedPersona(this.api, PERSONA, this.options.say).run(account.password);
      this.file.write({ ...account, isSeeded: true });
    }
    const { enrolled, server } = await this.program.status();
    // On another port it is another address, under which the same key enrols as the same device.
    if (!enrolled || new URL(server!).origin !== new URL(this.options.serverUrl).origin) await this.enrol();
  }

  private async enrol(): Promise<void> {
    const { items } = await this.api.get<{ items: { id: string; name: string }[] }>('/sites?limit=500');
    const site = items.find(({ name }) => name === PERSONA.deviceSite);
    if (!site) throw new Error(`the site ${PERSONA.deviceSite} is gone; a new demonstration needs an empty LATCHKEY_DATA_DIR`);
    const { token } = await this.api.post<{ token: string }>('/enrolment-tokens', { siteId: site.id, maxUses: 1 });
    await this.program.enrol(this.options.serverUrl, token);
    this.options.say(`Enrolled this machine as a device of ${PERSONA.deviceSite}; its remote agent is on its way.`);
  }

  private async tellWhenReady(account: DemoAccount): Promise<void> {
    const { say, serverUrl } = this.options;
    const { deviceId } = await this.program.status();
    let told = '';
    for (const end = performance.now() + READY_WITHIN_MS; performance.now() < end && !this.isStopping; await sleep(LOOK_EVERY_MS)) {
      const { name, online, deployment } = await this.look(deviceId!);
      const state = deployment ? `${deployment.label}${deployment.errorCode ? ` (${deployment.errorCode})` : ''}` : 'waiting for its policy';
      if (state !== told) say(`${name}: ${state}`);
      told = state;
      if (!online || deployment?.phase !== 'READY') continue;
      firstSteps(serverUrl, account, name, this.file.path).forEach(say);
      return;
    }
    if (!this.isStopping) say(`The device is not Ready after two minutes; what it waits for stands at ${serverUrl}, what it does in ${this.options.logFile}.`);
  }

  /** The server may be starting again just now. */
  private async look(deviceId: string): Promise<Device> {
    try {
      return await this.api.get<Device>(`/devices/${deviceId}`);
    } catch (error) {
      if (error instanceof ApiRefusal && error.status < 500) throw error;
      return { name: 'The device', online: false, deployment: null };
    }
  }
}

/** How to go on, in the order in which one clicks. The password is printed at the first start only. */
function firstSteps(serverUrl: string, account: DemoAccount, device: string, file: string): string[] {
  return [
    '',
    `Sign in at    ${serverUrl}`,
    `as            ${account.email}`,
    account.isSeeded ? `password      as it was printed at the first start (kept in ${file})` : `password      ${account.password}`,
    `Then          Devices > Computers, point at the icon of ${device} (${PERSONA.deviceSite}), Log In > Terminal.`,
    `Also try      Endpoints > Packages > Managed endpoints > Sites, and assign it to Gdańsk Yard;`,
    `              or sign in with the same password as theo@demo.example, who may open Riverside Dental only.`,
    '',
  ];
}
