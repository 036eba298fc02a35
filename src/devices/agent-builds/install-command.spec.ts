import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentBuild } from './agent-builds.js';
import { installCommand, TOKEN_PLACEHOLDER } from './install-command.js';

const TOKEN = `lke_${'0'.repeat(32)}_${'a'.repeat(26)}_${'b'.repeat(26)}`;

function build(platform: string, content = ''): AgentBuild {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { platform, file: `latchkey-agent-${platform}${platform.startsWith('win') ? '.exe' : ''}`, sha256, size: content.length };
}

describe('the install command', () => {
  it('carries the hash of every build and the token nowhere but at its placeholder', () => {
    const builds = [build('linux-x64', 'one'), build('linux-arm64', 'two')];
    const command = installCommand('linux', builds, 'https://desk.example/console');
    for (const { sha256 } of builds) expect(command).toContain(sha256);
    expect(command.split(TOKEN_PLACEHOLDER)).toHaveLength(2);
    expect(command).toContain('https://desk.example/install/');
    expect(command).toMatch(/^printf %s '\{token\}' \|/);
  });

  it('keeps curl to https where the server has it', () => {
    expect(installCommand('linux', [build('linux-x64')], 'https://desk.example')).toContain('--proto =https ');
  });

  it('is one line for PowerShell on Windows that checks the hash before it runs anything', () => {
    const command = installCommand('windows', [build('win-x64', 'exe')], 'https://desk.example');
    expect(command).not.toContain('\n');
    expect(command.indexOf('Get-FileHash')).toBeLessThan(command.indexOf('& $f enrol'));
    expect(command).toContain(build('win-x64', 'exe').sha256);
  });

  it('is none where nothing was built', () => {
    expect(() => installCommand('macos', [], 'https://desk.example')).toThrow(RangeError);
  });
});

/** A stand-in for sudo and for the agent: what matters is what the shell does with the download and the token. */
describe('the install command in a real shell', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let served: string;
  const witness = (): string => join(folder, 'witness');

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-install-'));
    server = createServer((_, response) => response.end(served)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    served = `#!/bin/sh\n{ echo "$@"; cat; } > ${witness()}\n`;
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const hasTools = spawnSync('sh', ['-c', 'command -v curl sha256sum']).status === 0;
  const run = async (content: string): Promise<{ status: number; arguments: string }> => {
    writeFileSync(join(folder, 'sudo'), `#!/bin/sh\nprintf '%s ' "$@" > ${folder}/arguments\nexec "$@"\n`);
    chmodSync(join(folder, 'sudo'), 0o755);
    const platform = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
    const command = installCommand('linux', [build(platform, content)], url).replace(TOKEN_PLACEHOLDER, TOKEN);
    const shell = spawn('sh', ['-c', command], { env: { PATH: `${folder}:${process.env['PATH']}`, TMPDIR: folder }, stdio: 'ignore' });
    const [status] = (await once(shell, 'exit')) as [number];
    return { status, arguments: readFileSync(join(folder, 'arguments'), 'utf8') };
  };

  (hasTools ? it : it.skip)('downloads, checks, and hands the token over by standard input alone', async () => {
    const { status, arguments: seen } = await run(served);
    expect(status).toBe(0);
    expect(readFileSync(witness(), 'utf8')).toBe(`enrol --server ${url}\n${TOKEN}`);
    expect(seen).not.toContain(TOKEN);
  });

  (hasTools ? it : it.skip)('runs nothing of a download that was tampered with', async () => {
    const promised = served;
    served += '# tampered\n';
    const { status } = await run(promised);
    expect(status).not.toBe(0);
    expect(existsSync(witness())).toBe(false);
  });
});
