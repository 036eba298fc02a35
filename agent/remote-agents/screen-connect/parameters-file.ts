import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../state/write-atomically.js';
import { LaunchParameters } from './launch-parameters.js';

const NAME = 'ClientLaunchParameters.txt';

/** The file that holds a client's launch parameters, where there is no registry for them; the first folder that has it counts. */
export class ParametersFile {
  constructor(private readonly folders: readonly string[]) {}

  read(): LaunchParameters | undefined {
    try {
      return LaunchParameters.in(readFileSync(this.path, 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** With the rights that it had. */
  write(parameters: LaunchParameters): void {
    const mode = statSync(this.path, { throwIfNoEntry: false })?.mode ?? 0o600;
    writeAtomically(this.path, parameters.query, mode & 0o777);
  }

  private get path(): string {
    const paths = this.folders.map((folder) => join(folder, NAME));
    return paths.find((path) => existsSync(path)) ?? paths[0]!;
  }
}
