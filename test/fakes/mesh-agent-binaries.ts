import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const REAL = join(ROOT, 'engine', 'node_modules', 'meshcentral', 'agents', 'meshagent_x86-64');

export interface MeshAgentBinary {
  readonly name: string;
  readonly content: Buffer;
  readonly isReal: boolean;
}

/** The MeshAgents that tests on this machine can install: the vendor's where the engine is installed, ours where there is a C compiler. */
export function meshAgentBinaries(): MeshAgentBinary[] {
  const found: MeshAgentBinary[] = [];
  const double = join(mkdtempSync(join(tmpdir(), 'mesh-agent-double-')), 'meshagent');
  if (spawnSync('cc', ['-O1', '-o', double, join(__dirname, 'mesh-agent-double.c')]).status === 0) {
    found.push({ name: 'a stand-in', content: readFileSync(double), isReal: false });
  }
  if (process.arch === 'x64' && existsSync(REAL))
    found.push({ name: 'the real MeshAgent', content: readFileSync(REAL), isReal: true });
  return found;
}
