/**
 * Runs inside a booted throw-away system (scripts/test-systemd.mjs) and takes the endpoint agent through its life as a
 * service: enrol, install, heal, prove, remove, uninstall. Prints one line per claim; exits 1 at the first that fails.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { InstallRemoteAgentParams, Instruction } from '../../contracts/agent-protocol.js';
import { GatewayDouble } from '../fakes/gateway-double.js';

const HERE = '/latchkey-test';
const AGENT = `${HERE}/latchkey-agent`;
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
    mkdirSync(`${HERE}/foreign`);
    writeFileSync(`${HERE}/foreign/meshagent`, readFileSync(`${HERE}/meshagent`), { mode: 0o755 });
    writeFileSync(
      `${HERE}/foreign/meshagent.msh`,
      'MeshName=x\r\nMeshType=2\r\nMeshServer=wss://127.0.0.1:9/agent.ashx\r\n',
    );
    await run(`${HERE}/foreign/meshagent`, ['-fullinstall', '--copy-msh=1'], '', `${HERE}/foreign`);
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

  await claim('a unit that somebody disabled is named RA-AGT-03 and starts with the system again', async () => {
    gateway.frames.length = 0;
    await run('systemctl', ['disable', 'latchkey_remote_agent']);
    const { found } = await gateway.frame(
      'remote-agents',
      (frame) => frame.found.some((seen) => seen.own && seen.troubles?.some(({ code }) => code === 'RA-AGT-03')),
      PATIENCE_MS,
    );
    demand(found[0]!.troubles![0]!.detail === 'the unit is disabled', JSON.stringify(found));
    await until(async () => (await run('systemctl', ['is-enabled', 'latchkey_remote_agent'])).output.trim() === 'enabled');
  });

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

  await claim('the MeshAgent that somebody installed by hand still runs', async () =>
    demand(await isActive('meshagent'), 'active'),
  );
  await claim('every frame was one of the protocol', async () =>
    demand(gateway.violations.length === 0, gateway.violations.join('; ')),
  );
  await gateway.close();
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

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (
    const end = Date.now() + PATIENCE_MS;
    !(await holds());
    await new Promise((resolve) => setTimeout(resolve, 200))
  ) {
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
