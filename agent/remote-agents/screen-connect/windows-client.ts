import { existsSync, rmSync } from 'node:fs';
import { win32 } from 'node:path';
import type { Trouble } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import { installedPrograms } from '../../system/installed-programs.js';
import type { RunCommand } from '../../system/run-command.js';
import { parseServicePid, parseStartType } from '../../system/service-reports.js';
import { installPackage, removeProduct } from '../../system/windows-installer.js';
import type { ClientPackage, ClientSystem, FoundClient, Gone } from './client-system.js';
import { LaunchParameters } from './launch-parameters.js';
import { programFilesIn } from './program-files.js';
import { refuseSigner } from './windows-signer.js';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
/** `sc.exe` for a service that does not exist: ERROR_SERVICE_DOES_NOT_EXIST. */
const DOES_NOT_EXIST = 1060;
/** `sc.exe start` for a service that runs: ERROR_SERVICE_ALREADY_RUNNING. */
const ALREADY_RUNNING = 1056;
/** The installer does not know the product: it is gone already. */
const PRODUCT_UNKNOWN = 'RA-MSI-08';

/** Clients on Windows: a package, a service, and launch parameters in its command line. Written from notes, not yet run on Windows. */
export class WindowsClient implements ClientSystem {
  readonly lookEveryMs = 5000;
  readonly formats = ['msi'] as const;
  readonly removable = ['process', 'unit', 'folder'] as const;

  constructor(
    private readonly run: RunCommand,
    /** Where the installer's log is written to while it works. */
    private readonly logFile: string,
    private readonly programFolders: readonly string[] = [process.env['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)', process.env['ProgramFiles'] ?? 'C:\\Program Files'],
  ) {}

  async clients(): Promise<readonly FoundClient[]> {
    const { output } = await this.run('reg.exe', ['query', SERVICES, '/k', '/f', 'ScreenConnect Client (']);
    return Promise.all(
      parseClientServices(output).map(async (fingerprint) => {
        const command = parseImagePath((await this.run('reg.exe', ['query', `${SERVICES}\\${serviceName(fingerprint)}`, '/v', 'ImagePath'])).output);
        const place = programFolderIn(command) ?? win32.join(this.programFolders[0]!, serviceName(fingerprint));
        return { fingerprint, place, parameters: LaunchParameters.in(command), programs: programFilesIn(place) };
      }),
    );
  }

  async install({ artifact, fingerprint, parameters, expectedSigner }: ClientPackage): Promise<boolean> {
    if (expectedSigner) await refuseSigner(this.run, artifact, expectedSigner);
    const result = await installPackage(this.run, artifact, this.logFile, { SERVICE_CLIENT_LAUNCH_PARAMETERS: parameters.query });
    if ('done' in result) return result.restartNeeded;
    throw new CodedFailure(result.errorCode, `${serviceName(fingerprint)}: ${result.detail}`);
  }

  /** By the service manager, which keeps a command line in memory and would not look at the registry before the next start of the system. */
  async writeParameters({ place, fingerprint }: FoundClient, parameters: LaunchParameters): Promise<void> {
    const command = `"${win32.join(place, 'ScreenConnect.ClientService.exe')}" "${parameters.query}"`;
    const { exitCode, output } = await this.run('sc.exe', ['config', serviceName(fingerprint), 'binPath=', command]);
    if (exitCode !== 0) throw new CodedFailure('RA-CFG-04', `the launch parameters could not be written: ${output.trim()}`);
  }

  async version({ fingerprint }: FoundClient): Promise<string | null> {
    return (await this.program(fingerprint))?.version ?? null;
  }

  async processId({ fingerprint }: FoundClient): Promise<number | undefined> {
    return parseServicePid((await this.run('sc.exe', ['queryex', serviceName(fingerprint)])).output);
  }

  async trouble({ fingerprint }: FoundClient): Promise<Trouble | null> {
    return parseStartType((await this.run('sc.exe', ['qc', serviceName(fingerprint)])).output);
  }

  async enable({ fingerprint }: FoundClient): Promise<void> {
    await this.run('sc.exe', ['config', serviceName(fingerprint), 'start=', 'auto']);
  }

  async start({ fingerprint }: FoundClient): Promise<void> {
    const { exitCode } = await this.run('sc.exe', ['start', serviceName(fingerprint)]);
    if (exitCode !== 0 && exitCode !== ALREADY_RUNNING) throw new CodedFailure('RA-AGT-02', 'the service of the remote agent does not start');
  }

  async restart(client: FoundClient): Promise<void> {
    await this.stop(client);
    await this.start(client);
  }

  /** `net stop` waits for the service to end, which `sc stop` does not. */
  async stop({ fingerprint }: FoundClient): Promise<void> {
    await this.run('net.exe', ['stop', serviceName(fingerprint), '/y']);
  }

  /** By the product's own uninstallation; what that leaves is taken away by the service manager and by hand. */
  async remove(fingerprint: string): Promise<readonly Gone[]> {
    const name = serviceName(fingerprint);
    const product = await this.program(fingerprint);
    if (product) {
      const result = await removeProduct(this.run, product.key, this.logFile);
      if ('errorCode' in result && result.errorCode !== PRODUCT_UNKNOWN) throw new CodedFailure(result.errorCode, result.detail);
    }
    if (!(await this.isUnregistered(name))) {
      await this.run('net.exe', ['stop', name, '/y']);
      await this.run('sc.exe', ['delete', name]);
    }
    const folders = this.programFolders.map((folder) => win32.join(folder, name));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    const gone: Gone[] = [];
    if (parseServicePid((await this.run('sc.exe', ['queryex', name])).output) === undefined) gone.push('process');
    if (await this.isUnregistered(name)) gone.push('unit');
    if (folders.every((folder) => !existsSync(folder))) gone.push('folder');
    return gone;
  }

  private async isUnregistered(name: string): Promise<boolean> {
    return (await this.run('sc.exe', ['query', name])).exitCode === DOES_NOT_EXIST;
  }

  private async program(fingerprint: string) {
    return (await installedPrograms(this.run)).find(({ name, isPackage }) => isPackage && name === serviceName(fingerprint));
  }
}

function serviceName(fingerprint: string): string {
  return `ScreenConnect Client (${fingerprint})`;
}

/** The fingerprints in what `reg query … /k /f` prints: one line for each service whose key matches. */
export function parseClientServices(output: string): readonly string[] {
  return [...output.matchAll(/\\Services\\ScreenConnect Client \(([0-9a-fA-F]{16})\)\s*$/gm)].map(([, fingerprint]) => fingerprint!.toLowerCase());
}

/** The command line in what `reg query … /v ImagePath` prints; empty where there is none. */
export function parseImagePath(output: string): string {
  return /^\s+ImagePath\s+REG_(?:EXPAND_)?SZ\s+(.*?)\s*$/m.exec(output)?.[1] ?? '';
}

function programFolderIn(command: string): string | undefined {
  const program = /^"([^"]+)"/.exec(command)?.[1];
  return program === undefined ? undefined : win32.dirname(program);
}
