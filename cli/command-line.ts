import { parseArgs } from 'node:util';
import { Undecided } from './exit-codes.js';
import type { KeysAct } from './keys/keys.js';

export const USAGE = `latchkey audit verify [--checkpoints <file or folder>] [--root-key <key>]
latchkey keys [rotate | withdraw] [--data-dir <folder>]
latchkey access-report --site <id or name> [--from <time>] [--to <time>] [--format table|csv|json]

  --url <origin>        of the server; else LATCHKEY_URL, else http://127.0.0.1:8080
  --key-file <file>     with the API key, readable by its owner alone; else LATCHKEY_API_KEY
  --checkpoints <path>  checkpoints of the audit log that were kept outside: one a line, or a folder of such files
  --root-key <key>      the root key that you know this installation by; without it the server's word is taken
  --from, --to <time>   sessions that were opened from then on, and before then; a date alone is 00:00 UTC
  --data-dir <folder>   of the server, on this computer; else LATCHKEY_DATA_DIR, else ./data

audit verify ends with 0 where the log is intact, 1 where it is not, 2 where that could not be found out.
`;

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

interface Connection {
  readonly url?: string;
  readonly keyFile?: string;
}

export type CommandLine =
  | { readonly command: 'help' }
  | { readonly command: 'keys'; readonly act: KeysAct; readonly dataDir?: string }
  | (Connection & { readonly command: 'audit verify'; readonly checkpoints?: string; readonly rootKey?: string })
  | (Connection & { readonly command: 'access-report'; readonly site: string; readonly from?: string; readonly to?: string; readonly format: Format });

const CONNECTION = { url: { type: 'string' }, 'key-file': { type: 'string' } } as const;
const KEYS = { 'data-dir': { type: 'string' } } as const;
const VERIFY = { ...CONNECTION, checkpoints: { type: 'string' }, 'root-key': { type: 'string' } } as const;
const REPORT = { ...CONNECTION, site: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, format: { type: 'string', default: 'table' } } as const;

/** What is to be done; throws with the usage where that is not clear. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  if (args.length === 0 || args.includes('--help') || args[0] === 'help') return { command: 'help' };
  if (args[0] === 'audit' && args[1] === 'verify') {
    const { url, 'key-file': keyFile, checkpoints, 'root-key': rootKey } = optionsOf(args.slice(2), VERIFY);
    return { command: 'audit verify', url, keyFile, checkpoints, rootKey };
  }
  if (args[0] === 'keys') {
    const act = args[1] === 'rotate' || args[1] === 'withdraw' ? args[1] : 'show';
    const { 'data-dir': dataDir } = optionsOf(args.slice(act === 'show' ? 1 : 2), KEYS);
    return { command: 'keys', act, dataDir };
  }
  if (args[0] === 'access-report') {
    const { url, 'key-file': keyFile, site, from, to, format } = optionsOf(args.slice(1), REPORT);
    if (site === undefined) throw misused('--site is missing');
    if (!isFormat(format)) throw misused(`--format is ${FORMATS.join(', ')}`);
    return { command: 'access-report', url, keyFile, site, from: from && momentOf('--from', from), to: to && momentOf('--to', to), format };
  }
  throw misused(`there is no command ${args.slice(0, 2).join(' ')}`);
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function optionsOf<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: withValues(args, Object.keys(options)), options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}

/** Every option has a value, and one in 64 keys begins with a dash, which `parseArgs` takes only behind an equals sign. */
function withValues(args: readonly string[], names: readonly string[]): string[] {
  const options = names.map((name) => `--${name}`);
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    const isValue = options.includes(last) && !options.some((option) => arg === option || arg.startsWith(`${option}=`));
    if (isValue) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** A date alone would be read on the clocks of the server. */
function momentOf(option: string, text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw misused(`${option} is a date, or a time with its zone, such as 2026-01-31 or 2026-01-31T08:00Z`);
  return new Date(time).toISOString();
}

function isFormat(text: string | undefined): text is Format {
  return FORMATS.includes(text as Format);
}

function misused(what: string): Undecided {
  return new Undecided(`${what}\n\n${USAGE}`);
}
