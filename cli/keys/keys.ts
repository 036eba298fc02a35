import { createHash, randomBytes } from 'node:crypto';
import { chownSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KEY_RINGS, type KeyRing, keysIn, type RingReport, ROTATION_FILE, type RotationReport } from '../../contracts/key-ring.js';
import { EXIT, type ExitCode, Undecided } from '../exit-codes.js';
import type { Surroundings } from '../surroundings.js';

const KEY_BYTES = 32;
/** What a request had sealed with an older key and not yet stored is stored by then. */
const SETTLED_FOR_MS = 60_000;
/** The server says every two seconds how far it is. */
const FRESH_FOR_MS = 30_000;

export type KeysAct = 'show' | 'rotate' | 'withdraw';

interface Ring {
  readonly name: KeyRing;
  readonly file: string;
  readonly text: string;
  /** The one that seals first. */
  readonly keys: readonly string[];
}

/** Looks at the keys of an installation on this computer, begins to exchange them, or ends that; by the account that the data folder belongs to. */
export function keys(act: KeysAct, dataDir: string | undefined, { env, out }: Surroundings): ExitCode {
  const secrets = join(resolve(dataDir ?? env['LATCHKEY_DATA_DIR'] ?? './data'), 'secrets');
  const rings = (Object.keys(KEY_RINGS) as KeyRing[]).map((name) => readRing(secrets, name));
  if (act === 'rotate') rotate(rings);
  if (act === 'withdraw') withdraw(rings, readReport(secrets));
  const report = act === 'show' ? readReport(secrets) : null;
  for (const ring of rings) out(`${KEY_RINGS[ring.name]}: ${act === 'show' ? stateOf(ring, report) : DONE[act]}\n`);
  return EXIT.done;
}

const DONE = {
  rotate: 'a new key seals; a server that runs takes it within seconds and seals everything anew. "latchkey keys" says how far it is.',
  withdraw: 'one key. Backups from before are opened by the files that were saved with them.',
} as const;

function rotate(rings: readonly Ring[]): void {
  const changing = rings.filter(({ keys: held }) => held.length > 1);
  if (changing.length > 0) throw new Undecided(`${changing.map(({ name }) => KEY_RINGS[name]).join(' and ')} is being exchanged already: "latchkey keys" says how far that is.`);
  for (const ring of rings) write(ring.file, [randomBytes(KEY_BYTES).toString('base64url'), ...ring.keys]);
}

function withdraw(rings: readonly Ring[], report: RotationReport | null): void {
  const changing = rings.filter(({ keys: held }) => held.length > 1);
  if (changing.length === 0) throw new Undecided('There is nothing to withdraw: every file holds one key.');
  for (const ring of changing) {
    const obstacle = obstacleTo(ring, report);
    if (obstacle !== null) throw new Undecided(`${KEY_RINGS[ring.name]}: ${obstacle}`);
  }
  for (const { file, keys: [newest] } of changing) write(file, [newest!]);
}

/** Why the older keys are still needed, as far as is known; null when they are not. */
function obstacleTo(ring: Ring, report: RotationReport | null): string | null {
  const known = reportOn(ring, report);
  if (!known) return 'it is not known what still needs the older keys. The server says so while it runs.';
  if (known.settledSince === null) return `secrets that the newest key does not open: ${inWords(known.remaining)}.`;
  return Date.now() - Date.parse(known.settledSince) < SETTLED_FOR_MS ? 'everything was sealed anew just now. Withdraw in a minute.' : null;
}

function stateOf(ring: Ring, report: RotationReport | null): string {
  if (ring.keys.length === 1) return 'one key.';
  return `${ring.keys.length} keys; ${obstacleTo(ring, report) ?? 'nothing needs the older ones: "latchkey keys withdraw" removes them.'}`;
}

/** What the server says of this very file, if it has said so just now. */
function reportOn({ name, text }: Ring, report: RotationReport | null): RingReport | null {
  if (!report || Math.abs(Date.now() - Date.parse(report.at)) > FRESH_FOR_MS) return null;
  const known = report.rings[name];
  return known?.fileHash === createHash('sha256').update(text).digest('hex') ? known : null;
}

const inWords = (remaining: RingReport['remaining']): string => Object.entries(remaining).map(([table, n]) => `${n} in ${table}`).join(', ');

function readRing(secrets: string, name: KeyRing): Ring {
  const file = join(secrets, KEY_RINGS[name]);
  const text = read(file);
  const held = keysIn(text);
  if (held.length === 0 || held.some((key) => Buffer.from(key, 'base64url').length !== KEY_BYTES)) throw new Undecided(`${file} holds something else than keys; restore it from a backup.`);
  return { name, file, text, keys: held };
}

function readReport(secrets: string): RotationReport | null {
  try {
    return JSON.parse(readFileSync(join(secrets, ROTATION_FILE), 'utf8')) as RotationReport;
  } catch {
    return null;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Undecided(`${file} cannot be read (${(error as Error).message}). Name the data folder with --data-dir, and run this as the account that Latchkey runs as.`);
  }
}

/** Whole or not at all, on disk before it counts, and still its owner's: the server would not start without it. */
function write(file: string, held: readonly string[]): void {
  const { uid, gid } = statSync(file);
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, `${held.join('\n')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (process.getuid?.() === 0) chownSync(`${file}.new`, uid, gid);
  renameSync(`${file}.new`, file);
}
