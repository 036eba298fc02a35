import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Trouble } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import { endProcesses } from '../../system/end-process.js';
import { names, processesNaming } from '../../system/processes.js';
import type { ClientPackage, ClientSystem, FoundClient, Gone } from './client-system.js';
import type { LaunchParameters } from './launch-parameters.js';
import type { LinuxPackages } from './linux-packages.js';
import type { LinuxServices } from './linux-services.js';
import { ParametersFile } from './parameters-file.js';
import { programFilesIn } from './program-files.js';

/** Folder, package and service have one name. The vendor changed its beginning once; both are still met. */
const NAME = /^(?:connectwisecontrol|screenconnect)-([0-9a-f]{16})$/;

/** Clients on Linux: a package, a folder below /opt and an init script. */
export class LinuxClient implements ClientSystem {
  readonly lookEveryMs = 1000;
  readonly formats = ['deb', 'rpm', 'executable'] as const;
  readonly removable = ['process', 'unit', 'folder'] as const;
  private readonly pids = new Map<string, number>();

  constructor(
    /** What to the clients is the whole system. */
    private readonly root: string,
    private readonly packages: LinuxPackages,
    private readonly services: LinuxServices,
  ) {}

  async clients(): Promise<readonly FoundClient[]> {
    return this.names().map(([name, fingerprint]) => {
      const place = this.folder(name);
      return { fingerprint, place, parameters: new ParametersFile([place]).read(), programs: programFilesIn(place) };
    });
  }

  /** dpkg leaves what it could not configure half installed, which would be in the way of every other package. */
  async install({ artifact, format, fingerprint }: ClientPackage): Promise<boolean> {
    const wasThere = this.namesOf(fingerprint).length > 0;
    try {
      await this.packages.install(artifact, format);
    } catch (error) {
      if (!wasThere) await this.remove(fingerprint);
      throw error;
    }
    return false;
  }

  async writeParameters({ place }: FoundClient, parameters: LaunchParameters): Promise<void> {
    new ParametersFile([place]).write(parameters);
  }

  version({ place }: FoundClient): Promise<string | null> {
    return this.packages.version(basename(place));
  }

  /** Looked up in /proc: an interpreter runs the client, so it is known by what it was told to run. */
  async processId({ place }: FoundClient): Promise<number | undefined> {
    const known = this.pids.get(place);
    if (known !== undefined && names(known, place)) return known;
    const all = processesNaming(place);
    const first = all.find(({ parent }) => !all.some(({ pid }) => pid === parent));
    if (first) this.pids.set(place, first.pid);
    else this.pids.delete(place);
    return first?.pid;
  }

  trouble({ place }: FoundClient): Promise<Trouble | null> {
    return this.services.trouble(basename(place));
  }

  enable({ place }: FoundClient): Promise<void> {
    return this.services.enable(basename(place));
  }

  async start({ place }: FoundClient): Promise<void> {
    if (!(await this.services.start(basename(place)))) throw new CodedFailure('RA-LNX-04', 'the service of the remote agent does not start');
  }

  async restart(client: FoundClient): Promise<void> {
    await this.stop(client);
    await this.start(client);
  }

  async stop({ place }: FoundClient): Promise<void> {
    await this.services.stop(basename(place));
    if (!(await endProcesses(() => processesNaming(place)))) throw new CodedFailure('RA-RMV-03', 'the running remote agent could not be ended');
  }

  async remove(fingerprint: string): Promise<readonly Gone[]> {
    const found = this.namesOf(fingerprint);
    for (const name of found) {
      await this.services.stop(name);
      await endProcesses(() => processesNaming(this.folder(name)));
      await this.packages.remove(name);
      rmSync(this.folder(name), { recursive: true, force: true });
      await this.services.forget(name);
    }
    const gone: Gone[] = [];
    if (found.every((name) => processesNaming(this.folder(name)).length === 0)) gone.push('process');
    if (found.every((name) => this.services.isForgotten(name))) gone.push('unit');
    if (found.every((name) => !existsSync(this.folder(name)))) gone.push('folder');
    return gone;
  }

  private folder(name: string): string {
    return join(this.root, 'opt', name);
  }

  private namesOf(fingerprint: string): readonly string[] {
    return this.names().flatMap(([name, whose]) => (whose === fingerprint ? [name] : []));
  }

  /** Where the folder was deleted, the service may still be there. */
  private names(): readonly [name: string, fingerprint: string][] {
    const all = new Set(['opt', 'etc/init.d'].flatMap((folder) => entriesOf(join(this.root, folder))));
    return [...all].sort().flatMap((name): [string, string][] => {
      const fingerprint = NAME.exec(name)?.[1];
      return fingerprint ? [[name, fingerprint]] : [];
    });
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
