import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const VENDOR = join(ROOT, 'engine', 'node_modules', 'meshcentral', 'agents');
const REAL = join(VENDOR, 'meshagent_x86-64');
/** The vendor's other build for the same processor: other bytes, without a picture of the screen. */
const REAL_WITHOUT_SCREEN = join(VENDOR, 'meshagent_x86-64_nokvm');

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

/** Two programs of the vendor's that one device can be updated between; null where the engine is not installed. */
export function twoRealMeshAgents(): { readonly before: Buffer; readonly after: Buffer } | null {
  if (process.arch !== 'x64' || !existsSync(REAL) || !existsSync(REAL_WITHOUT_SCREEN)) return null;
  return { before: readFileSync(REAL_WITHOUT_SCREEN), after: readFileSync(REAL) };
}
