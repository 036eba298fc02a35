/**
 * Runs inside a booted throw-away system (scripts/test-systemd.mjs) and takes the endpoint agent through its life as a
 * service: enrol, install, heal, prove, remove, uninstall. Prints one line per claim; exits 1 at the first that fails.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { InstallRemoteAgentParams, Instruction, RemoteAgentsFrame } from '../../contracts/agent-protocol.js';
import { RECORDED_STATES, type RecordedAnswer, type Recording, SERVICE_CAUSES, type ServiceCause, type UnitState } from '../causes/service-causes.js';
import { GatewayDouble } from '../fakes/gateway-double.js';

const HERE = '/latchkey-test';
const AGENT = `${HERE}/latchkey-agent`;
const FOREIGN = '/usr/local/mesh_services/meshagent/meshagent';
const HOME = '/opt/latchkey-remote-agent';
const UNIT = '/lib/systemd/system/latchkey_remote_agent.service';
/** A MeshAgent under systemd may take the whole stop time-out of 90 seconds. */
const PATIENCE_MS = 120_000;
const CONFIGURATION = {
  meshName: 'Harbour Clinic',
  meshId: `0x${'AB'.repeat(48)}`,
  serverId: 'CD'.repeat(48),
  meshServer: 'wss://127.0.0.1:9/00112233445566778899aabbccddeeff/ra/agent.ashx',
  domain: 'ra',
};

async function main(): Promise<void> {
  await claim('systemd answers, and what it says is recorded', async () => writeFileSync(`${HERE}/recording.json`, JSON.stringify(await record(), null, 2)));
  const gateway = await GatewayDouble.listen();
  const installer = gateway.publish(readFileSync(`${HERE}/meshagent`));
  const install = (number: number): InstallRemoteAgentParams => ({
    provider: 'mesh-central',
    installer,
    configuration: CONFIGURATION,
    settingsHash: 'ab'.repeat(32),
    settings: { selfHeal: true, autoUpdate: true, trayIcon: false },
    proof: { number, mark: `lk1.mark-${number}` },
  });

  await claim('a MeshAgent that somebody installed by hand runs', async () => {
    await installByHand();
    await until(() => isActive('meshagent'));
  });

  let deviceId = '';
  await claim('enrol installs and starts a service', async () => {
    const { status, output } = await run(AGENT, ['enrol', '--server', gateway.url], `${gateway.token()}\n`);
    if (status !== 0) throw new Error(output);
    deviceId = [...gateway.devices.keys()][0]!;
    await gateway.frame('inventory', ({ privateMode }) => !privateMode, PATIENCE_MS);
    demand(await isActive('latchkey-agent'), 'the service is active');
    await gateway.frame('remote-agents', ({ found }) => found.some(({ own, running }) => !own && running), PATIENCE_MS);
  });

  let remoteId = '';
  await claim('the remote agent becomes a service of the system', async () => {
    const report = await done(gateway, gateway.instruct(deviceId, 'install-remote-agent', install(1)));
    demand(report.evidence?.proofNumber === 1 && report.evidence.running, 'it runs with the first mark');
    demand(existsSync(UNIT) && (await isActive('latchkey_remote_agent')), 'its unit is active');
    demand(readFileSync(`${HOME}/meshagent.tag`, 'utf8') === 'lk1.mark-1', 'its tag is the mark');
    remoteId = report.evidence?.remoteId ?? '';
    demand(remoteId.startsWith('node/ra/'), 'it states its id');
  });

  await claim('a stopped service is started again', async () => {
    gateway.frames.length = 0;
    await run('systemctl', ['stop', '--no-block', 'latchkey_remote_agent']);
    await until(() => isActive('latchkey_remote_agent'));
    await gateway.frame(
      'remote-agents',
      ({ found }) => found.some((seen) => seen.own && seen.running && seen.remoteId === remoteId),
      PATIENCE_MS,
    );
  });

  await claim('a deleted binary is put back from the verified copy, with the same id', async () => {
    gateway.frames.length = 0;
    await run('rm', [`${HOME}/meshagent`]);
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => seen.own && !seen.installed), PATIENCE_MS);
    await gateway.frame(
      'remote-agents',
      ({ found }) => found.some((seen) => seen.own && seen.installed && seen.remoteId === remoteId),
      PATIENCE_MS,
    );
    demand(gateway.artifactRequests === 1, 'nothing was downloaded again');
  });

  for (const { name, steps, trouble, remedy } of SERVICE_CAUSES) {
    await claim(`${name} is named ${trouble.code} and repaired`, async () => {
      gateway.frames.length = 0;
      await take('latchkey_remote_agent', steps);
      const isNamed = (seen: RemoteAgentsFrame['found'][number]) => seen.own && seen.troubles?.some(({ code, detail }) => code === trouble.code && detail === trouble.detail);
      await gateway.frame('remote-agents', (frame) => frame.found.some(isNamed), PATIENCE_MS);
      await take('latchkey_remote_agent', remedy);
      await until(async () => (await run('systemctl', ['is-enabled', 'latchkey_remote_agent'])).output.trim() === 'enabled' && (await isActive('latchkey_remote_agent')));
    });
  }

  await claim('a new mark costs a restart and keeps the id', async () => {
    const proof = { number: 2, mark: 'lk1.mark-2' };
    const report = await done(
      gateway,
      gateway.instruct(deviceId, 'verify-identity', { provider: 'mesh-central', proof }),
    );
    demand(
      report.evidence?.proofNumber === 2 && report.evidence.remoteId === remoteId,
      'the same id shows the second mark',
    );
  });

  await claim('an endpoint agent that is killed comes back, and the remote agent never notices', async () => {
    const pid = await mainPid('latchkey_remote_agent');
    gateway.frames.length = 0;
    await run('systemctl', ['kill', '--signal=SIGKILL', 'latchkey-agent']);
    await gateway.frame('inventory', () => true, PATIENCE_MS);
    demand((await mainPid('latchkey_remote_agent')) === pid, 'the remote agent is the same process');
  });

  await claim('a removal leaves no process, no unit and no folder', async () => {
    const removal = gateway.instruct(
      deviceId,
      'remove-remote-agent',
      { provider: 'mesh-central' },
      { generation: '2' },
    );
    const report = await done(gateway, removal);
    demand(report.evidence?.gone?.join() === 'process,unit,folder', `proof: ${report.evidence?.gone?.join()}`);
    demand(!existsSync(UNIT) && !existsSync(HOME) && existsSync('/opt'), 'unit and folder are gone, /opt is not');
    demand((await run('systemctl', ['cat', 'latchkey_remote_agent'])).status !== 0, 'systemd knows no such unit');
  });

  await claim('uninstall removes remote agent, service, program and state', async () => {
    await done(gateway, gateway.instruct(deviceId, 'install-remote-agent', install(3), { generation: '3' }));
    const { status, output } = await run(AGENT, ['uninstall']);
    demand(status === 0, output);
    const left = [
      HOME,
      UNIT,
      '/etc/systemd/system/latchkey-agent.service',
      '/usr/local/bin/latchkey-agent',
      '/var/lib/latchkey-agent',
    ];
    demand(
      left.filter((path) => existsSync(path)).length === 0,
      `left: ${left.filter((path) => existsSync(path)).join()}`,
    );
    demand(!(await isActive('latchkey-agent')) && !(await isActive('latchkey_remote_agent')), 'no service is active');
  });

  await claim('the MeshAgent that somebody installed by hand still runs', async () => demand(await isActive('meshagent'), 'active'));

  await claim('an unknown MeshAgent is removed on order', async () => {
    gateway.frames.length = 0;
    const { status, output } = await run(AGENT, ['enrol', '--server', gateway.url], `${gateway.token()}\n`);
    if (status !== 0) throw new Error(output);
    deviceId = [...gateway.devices.keys()].at(-1)!;
    await gateway.frame('remote-agents', ({ found }) => found.some((seen) => !seen.own && seen.troubles?.[0]?.code === 'RA-SEC-05'), PATIENCE_MS);
    await done(gateway, gateway.instruct(deviceId, 'remove-unknown-remote-agent', { product: 'mesh-central', place: FOREIGN }));
    demand(!existsSync(FOREIGN) && !(await isActive('meshagent')), 'it is gone');
  });

  await claim('a MeshAgent that was installed by hand for our own engine is adopted: its identity stays, and there is one of it', async () => {
    await installByHand(`ServerID=${CONFIGURATION.serverId}\r\n`);
    await until(async () => existsSync(`${dirname(FOREIGN)}/meshagent.db`));
    const byHand = await until(async () => (await run(FOREIGN, ['-nodeid'])).output.trim());
    const report = await done(gateway, gateway.instruct(deviceId, 'install-remote-agent', install(4), { generation: '4' }));
    demand(!existsSync(FOREIGN) && !(await isActive('meshagent')) && (await isActive('latchkey_remote_agent')), 'one service is left, and it is ours');
    const identity = (await run(`${HOME}/meshagent`, ['-nodeid'])).output.trim();
    demand(identity === byHand && identity.length > 20, `identity ${identity} after ${byHand}`);
    demand(report.detail.includes('installed by hand'), report.detail);
  });

  await claim('every frame was one of the protocol', async () =>
    demand(gateway.violations.length === 0, gateway.violations.join('; ')),
  );
  await gateway.close();
}

/** As the vendor's documentation tells a person to. */
async function installByHand(settings = ''): Promise<void> {
  const folder = `${HERE}/foreign`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/meshagent`, readFileSync(`${HERE}/meshagent`), { mode: 0o755 });
  writeFileSync(`${folder}/meshagent.msh`, `MeshName=x\r\nMeshType=2\r\n${settings}MeshServer=wss://127.0.0.1:9/agent.ashx\r\n`);
  await run(`${folder}/meshagent`, ['-fullinstall', '--copy-msh=1'], '', folder);
}

/** What this systemd says of a unit in each of the states; kept for those tests that have no systemd. */
async function record(): Promise<Recording> {
  const unit = 'latchkey-recorded';
  const answer = async (args: string[]): Promise<RecordedAnswer> => {
    const { status, output } = await run('systemctl', args);
    return { exitCode: status ?? -1, output };
  };
  const show = () => answer(['show', `${unit}.service`, '--property=LoadState,ActiveState,UnitFileState,Result']);
  const seen: Partial<Record<UnitState, RecordedAnswer>> = { absent: await show() };
  const absent = await answer(['start', unit]);
  writeFileSync(`/lib/systemd/system/${unit}.service`, '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n');
  await run('systemctl', ['daemon-reload']);
  let masked: RecordedAnswer | undefined;
  for (const { state, steps } of RECORDED_STATES) {
    await take(unit, steps);
    await until(async () => (await show()).output.includes(`ActiveState=${state.split('-')[1]}`));
    seen[state] = await show();
    if (state.startsWith('masked')) masked = await answer(['start', unit]);
  }
  const [version = ''] = (await run('systemctl', ['--version'])).output.split('\n');
  return { systemd: version.replace(/ \(.*/, ''), show: seen, refusals: { masked: masked!, absent } };
}

/** Brings a unit into a state: commands of systemctl, or a drop-in under which it can only fail. */
async function take(unit: string, steps: ServiceCause['steps']): Promise<void> {
  const folder = `/etc/systemd/system/${unit}.service.d`;
  for (const step of steps) {
    if (step === 'break') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/broken.conf`, '[Service]\nExecStart=\nExecStart=/bin/false\nRestart=no\n');
    } else if (step === 'mend') rmSync(folder, { recursive: true, force: true });
    await run('systemctl', typeof step === 'string' ? ['daemon-reload'] : step.map((word) => (word === 'UNIT' ? unit : word)));
  }
}

async function done(gateway: GatewayDouble, instruction: Instruction) {
  const report = await gateway.reportOf(instruction, PATIENCE_MS);
  demand(report.outcome === 'done', `${report.errorCode}: ${report.detail}`);
  return report;
}

async function claim(text: string, prove: () => Promise<void>): Promise<void> {
  const start = performance.now();
  try {
    await prove();
  } catch (error) {
    process.stdout.write(`not ok - ${text}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stdout.write(
      (await run('journalctl', ['-u', 'latchkey-agent', '-n', '40', '--no-pager', '-o', 'cat'])).output,
    );
    process.exit(1);
  }
  process.stdout.write(`ok - ${text} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

async function until<T>(holds: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const held = await holds();
    if (held) return held;
    if (Date.now() > end) throw new Error('it did not come to pass in time');
  }
}

const isActive = async (unit: string) => (await run('systemctl', ['is-active', '--quiet', unit])).status === 0;
const mainPid = async (unit: string) =>
  (await run('systemctl', ['show', '--property=MainPID', '--value', unit])).output.trim();

/** The gateway lives in this process and must go on answering meanwhile. */
function run(
  command: string,
  args: string[],
  input = '',
  cwd = HERE,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, timeout: PATIENCE_MS });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => resolve({ status, output }));
    // A program that does not read its input ends the pipe, which is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

void main().then(() => process.exit(0));
