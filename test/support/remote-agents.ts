import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RemoteAccessProvider } from '../../src/remote-access/provider.js';

/** A real remote agent in a folder of its own. */
export interface RunningRemoteAgent {
  readonly child: ChildProcess;
  /** The id that it says it has. */
  ownId(): Promise<string>;
}

/** Writes what an endpoint agent would write and runs the provider's own remote agents there, in the foreground. */
export class RemoteAgents {
  private readonly running: ChildProcess[] = [];

  constructor(private readonly folder: string) {}

  async run(provider: RemoteAccessProvider, name: string, site: { remoteGroupId: string; deploymentSecret: string }, mark: string): Promise<RunningRemoteAgent> {
    const installer = (await provider.installerFor({ os: 'linux', arch: 'x64' }))!;
    const configuration = await provider.installConfiguration(site);
    const home = mkdtempSync(join(this.folder, `${name}-`));
    const program = join(home, 'meshagent');
    writeFileSync(program, installer.bytes);
    chmodSync(program, 0o700);
    writeFileSync(
      join(home, 'meshagent.msh'),
      [
        `MeshName=${configuration['meshName']}`,
        'MeshType=2',
        `MeshID=${configuration['meshId']}`,
        `ServerID=${configuration['serverId']}`,
        `MeshServer=${configuration['meshServer']}`,
        '',
      ].join('\r\n'),
    );
    writeFileSync(join(home, 'meshagent.tag'), `${mark}\r\n`);
    const child = spawn(program, ['run'], { cwd: home, stdio: 'ignore' });
    this.running.push(child);
    return { child, ownId: async () => (await promisify(execFile)(program, ['-nodeid'], { cwd: home })).stdout.trim() };
  }

  stop(): void {
    for (const child of this.running) child.kill('SIGKILL');
  }
}
