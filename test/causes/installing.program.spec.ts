import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { meshAgentBinaries } from '../fakes/mesh-agent-binaries.js';
import { AgentProcess, type AgentSurroundings } from '../support/agent-process.js';
import { blackHole, certificate, cleared, folder, installed, ONLY_NEWER_TLS, ONLY_OLDER_TLS, PROMPTLY_MS } from './scene.js';

jest.setTimeout(60_000);

const STAND_IN = meshAgentBinaries().find(({ isReal }) => !isReal);
const IS_ROOT = process.getuid?.() === 0;
const MAY_MOUNT = IS_ROOT && spawnSync('unshare', ['-m', 'true']).status === 0;
const on = (can: boolean, why: string) => {
  if (!can) process.stdout.write(`skipped: ${why}\n`);
  return can ? it : it.skip;
};

/** Every cause is really caused; the device names it, and says by itself when it is gone. */
describe('what keeps a device from installing', () => {
  let agent: AgentProcess;
  const undo: (() => unknown)[] = [];
  const begin = async (surroundings: AgentSurroundings = {}, content = STAND_IN!.content) => {
    agent = await AgentProcess.enrolled(content, surroundings);
    await agent.start();
  };
  afterEach(async () => {
    for (const each of undo.splice(0).reverse()) await each();
    await agent.dispose();
  });

  /** Fails with this code, is remedied, says so, and then succeeds. */
  async function failsUntilRemedied(code: string, remedy: () => unknown, words?: RegExp): Promise<void> {
    const report = await installed(agent);
    expect(`${report.outcome} ${report.errorCode}: ${report.detail}`).toMatch(`failed ${code}: `);
    if (words) expect(report.detail).toMatch(words);
    await remedy();
    await cleared(agent, code);
    expect(await installed(agent)).toMatchObject({ outcome: 'done' });
  }

  it('RA-PKG-01: other bytes than the announced ones', async () => {
    await begin();
    const changed = Buffer.from(STAND_IN!.content);
    changed[changed.length >> 1]! ^= 1;
    agent.gateway.corrupt(agent.installer.sha256, changed);
    expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-01' });
    agent.gateway.corrupt(agent.installer.sha256, STAND_IN!.content);
    expect(await installed(agent)).toMatchObject({ outcome: 'done' });
  });

  it('RA-PKG-04: nothing is there any more', async () => {
    await begin();
    agent.gateway.behaviour.artifactAnswer = 404;
    expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-PKG-04' });
  });

  it('RA-PKG-05: facts that belong to no installer', async () => {
    await begin();
    const { configuration } = agent.installation();
    expect(await installed(agent, { configuration: { ...configuration, meshServer: 'wss://relay.example/\r\nServerID=evil' } })).toMatchObject({ outcome: 'refused', errorCode: 'RA-PKG-05' });
  });

  it('RA-NET-02: the download is refused', async () => {
    await begin();
    const { gateway } = agent;
    const port = gateway.stopListening();
    await failsUntilRemedied('RA-NET-02', () => gateway.listenAt(port), /ECONNREFUSED/);
  });

  it('RA-NET-02: the download is swallowed by a firewall', async () => {
    await begin();
    const { gateway } = agent;
    const port = gateway.stopListening();
    const end = await blackHole(port);
    undo.push(end);
    await failsUntilRemedied('RA-NET-02', async () => {
      end();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await gateway.listenAt(port);
    }, /nothing answered/);
  });

  it('RA-NET-04: the proxy wants a login', async () => {
    const proxy = new ProxyDouble();
    const env = { HTTP_PROXY: await proxy.listen(), http_proxy: await proxy.listen(), NO_PROXY: '', no_proxy: '' };
    undo.push(() => proxy.close());
    await begin({ env });
    expect(proxy.carried).toBeGreaterThan(0);
    proxy.wantsLogin = true;
    await failsUntilRemedied('RA-NET-04', () => (proxy.wantsLogin = false));
  });

  it('RA-NET-05: somebody reads along', async () => {
    const own = await certificate('Latchkey');
    const roots = join(folder('roots'), 'roots.pem');
    writeFileSync(roots, own.cert);
    await begin({ certificate: own, env: { NODE_EXTRA_CA_CERTS: roots } });
    agent.gateway.showCertificate(await certificate('Inspecting Firewall'));
    await failsUntilRemedied('RA-NET-05', () => agent.gateway.showCertificate(own));
  });

  it.each([
    ['the device is too old for the server', ONLY_NEWER_TLS, { NODE_OPTIONS: '--tls-max-v1.2' }],
    ['the server is too old for the device', ONLY_OLDER_TLS, {}],
  ])('RA-NET-06: no version of TLS in common, %s', async (_, versions, env) => {
    const own = await certificate('Latchkey');
    const roots = join(folder('roots'), 'roots.pem');
    writeFileSync(roots, own.cert);
    await begin({ certificate: own, env: { NODE_EXTRA_CA_CERTS: roots, ...env } });
    agent.gateway.showCertificate({ ...own, ...versions });
    await failsUntilRemedied('RA-NET-06', () => agent.gateway.showCertificate(own), /no TLS version in common/);
  });

  it('RA-NET-07: the clock of the device is wrong', async () => {
    const [own, ofTomorrow] = [await certificate('Latchkey'), await certificate('Latchkey of tomorrow', 24 * 3_600_000)];
    const roots = join(folder('roots'), 'roots.pem');
    writeFileSync(roots, `${own.cert}\n${ofTomorrow.cert}\n`);
    await begin({ certificate: own, env: { NODE_EXTRA_CA_CERTS: roots } });
    const { gateway } = agent;
    // To the server it is the day after tomorrow, and its certificate is good.
    gateway.behaviour.aheadMs = 48 * 3_600_000;
    gateway.dropConnections();
    await agent.connected();
    gateway.showCertificate(ofTomorrow);
    const ahead = { issuedAt: later(48), notBefore: later(48), expiresAt: later(49) };
    const order = gateway.instruct(agent.deviceId, 'install-remote-agent', agent.installation(), ahead);
    const report = await gateway.reportOf(order, PROMPTLY_MS);
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-NET-07' });
    expect(report.detail).toMatch(/2880 minutes behind/);
  });

  it('RA-NET-08: the download breaks off', async () => {
    await begin();
    agent.gateway.behaviour.cutArtifactsAfter = 4096;
    await failsUntilRemedied('RA-NET-08', () => delete agent.gateway.behaviour.cutArtifactsAfter);
  });

  it('RA-NET-09: a portal answers with a page', async () => {
    await begin();
    agent.gateway.behaviour.artifactAnswer = 'page';
    await failsUntilRemedied('RA-NET-09', () => delete agent.gateway.behaviour.artifactAnswer);
  });

  it('RA-AGT-11: the server does not know the key any more', async () => {
    await begin();
    agent.gateway.behaviour.artifactAnswer = 401;
    expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-AGT-11' });
  });

  it('RA-ELG-02: a program for another processor', async () => {
    const forArm = Buffer.from(STAND_IN!.content);
    forArm.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    await begin({}, forArm);
    expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-ELG-02' });
  });

  it('RA-ELG-04: a format that this endpoint agent cannot install', async () => {
    await begin();
    expect(await installed(agent, { installer: { ...agent.installer, format: 'msi' } })).toMatchObject({ outcome: 'refused', errorCode: 'RA-ELG-04' });
  });

  it('RA-LNX-02: a library is missing', async () => {
    await begin({}, needsALibraryThatIsGone());
    const report = await installed(agent);
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-LNX-02' });
    expect(report.detail).toContain('libgone.so');
  });

  on(IS_ROOT, 'RA-LNX-07 needs root, to run the endpoint agent as somebody else')('RA-LNX-07: the endpoint agent may not write there', async () => {
    await begin({ account: 61_234 });
    const place = join(agent.state, 'remote-agents', 'mesh-central');
    chownSync(place, 0, 0);
    chmodSync(place, 0o555);
    const report = await installed(agent);
    expect(report).toMatchObject({ outcome: 'failed', errorCode: 'RA-LNX-07' });
    chownSync(place, 61_234, 61_234);
    chmodSync(place, 0o700);
    expect(await installed(agent)).toMatchObject({ outcome: 'done' });
  });

  describe('on a file system of its own', () => {
    const mounted = async (options: string) => {
      await begin();
      mkdirSync(agent.home, { recursive: true });
      sudo('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', agent.home);
      undo.push(() => spawnSync('umount', ['-l', agent.home]));
    };
    const mount = on(MAY_MOUNT, 'RA-LNX-05, RA-LNX-06 and RA-ELG-05 need the right to mount');

    mount('RA-LNX-05: it is read-only', async () => {
      await mounted('ro');
      expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-LNX-05' });
      sudo('mount', '-o', 'remount,rw', agent.home);
      expect(await installed(agent)).toMatchObject({ outcome: 'done' });
    });

    mount('RA-LNX-06: nothing may be run from it', async () => {
      await mounted('noexec');
      expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-LNX-06' });
      sudo('mount', '-o', 'remount,exec', agent.home);
      expect(await installed(agent)).toMatchObject({ outcome: 'done' });
    });

    mount('RA-ELG-05: it is full', async () => {
      await mounted('size=8k');
      expect(await installed(agent)).toMatchObject({ outcome: 'failed', errorCode: 'RA-ELG-05' });
      sudo('mount', '-o', 'remount,size=8m', agent.home);
      expect(await installed(agent)).toMatchObject({ outcome: 'done' });
    });
  });
});

/** A proxy that tunnels to anywhere on this machine, or wants a login first. */
class ProxyDouble {
  wantsLogin = false;
  carried = 0;
  private readonly server: Server = createServer((_, response) => void response.writeHead(405).end());
  private address: string | undefined;

  constructor() {
    this.server.on('connect', (request, socket, head) => {
      socket.on('error', () => undefined);
      if (this.wantsLogin) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n');
      this.carried += 1;
      const [host, port] = (request.url ?? '').split(':');
      const there = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        there.write(head);
        there.pipe(socket).pipe(there);
      });
      there.on('error', () => socket.destroy());
    });
  }

  async listen(): Promise<string> {
    if (!this.address) {
      await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
      this.address = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
    }
    return this.address;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function needsALibraryThatIsGone(): Buffer {
  const place = folder('library');
  const cc = (...args: string[]) => {
    const { status, stderr } = spawnSync('cc', args, { cwd: place, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  writeFileSync(join(place, 'gone.c'), 'int gone(void) { return 1; }');
  writeFileSync(join(place, 'needs.c'), 'int gone(void); int main(void) { return gone(); }');
  cc('-shared', '-fPIC', '-o', 'libgone.so', 'gone.c');
  cc('-o', 'needs', 'needs.c', '-L.', '-lgone');
  return readFileSync(join(place, 'needs'));
}

function sudo(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function later(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
