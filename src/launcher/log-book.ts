import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';

/** Who writes: each has a file of its own. */
export type LogSource = 'launcher' | 'web' | 'core' | 'engine' | 'postgres' | 'demo';

const LARGEST_FILE_BYTES = 20 * 1024 * 1024;
const KEPT_FILES = 3;
const LEVEL_NAMES: Readonly<Record<number, string>> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/** The record of what every process says: whole as JSON lines in files, in short for whoever watches the terminal. */
export class LogBook {
  private readonly files = new Map<LogSource, RotatingFile>();
  private readonly ownLog: Logger;

  /** `show` gets the short form of what a person should see. */
  constructor(
    private readonly folder: string,
    private readonly show: (line: string) => void,
  ) {
    this.ownLog = pino({ base: { source: 'launcher' }, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line) => this.fileOf('launcher').write(line) });
  }

  /** Says something in the launcher's own name. */
  say(level: 'info' | 'warn' | 'error', sentence: string): void {
    this.ownLog[level](sentence);
    this.show(level === 'info' ? sentence : `${level === 'warn' ? 'warning' : 'error'}: ${sentence}`);
  }

  /** Takes over a line of a child; shown only when it is a warning or worse. */
  take(source: LogSource, line: string): void {
    const entry = parse(line);
    this.fileOf(source).write(`${entry ? line : JSON.stringify({ level: 30, time: new Date().toISOString(), source, msg: line })}\n`);
    const level = LEVEL_NAMES[entry?.level ?? 0];
    if (entry && level) this.show(`${source} ${level}: ${entry.msg ?? ''}${entry.err?.message ? ` (${entry.err.message})` : ''}`);
  }

  /** A function that takes chunks of a stream and passes on whole lines. */
  liner(source: LogSource): (chunk: Buffer | string) => void {
    let rest = '';
    return (chunk) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!.slice(-65_536);
      for (const line of lines) if (line.trim()) this.take(source, line);
    };
  }

  close(): void {
    for (const file of this.files.values()) file.close();
    this.files.clear();
  }

  private fileOf(source: LogSource): RotatingFile {
    const known = this.files.get(source);
    if (known) return known;
    const made = new RotatingFile(join(this.folder, `${source}.log`));
    this.files.set(source, made);
    return made;
  }
}

interface LogEntry {
  readonly level?: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): LogEntry | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return null;
  }
}

/** A file that makes room for itself: a full disk would end the database, a lost old log line ends nothing. */
class RotatingFile {
  private descriptor: number;
  private size: number;

  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'a', 0o600);
    this.size = fstatSync(this.descriptor).size;
  }

  write(line: string): void {
    try {
      if (this.size > LARGEST_FILE_BYTES) this.rotate();
      this.size += writeSync(this.descriptor, line);
    } catch {
      // A log that cannot be written (disk full) must not end what is being logged.
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private rotate(): void {
    closeSync(this.descriptor);
    for (let age = KEPT_FILES - 1; age >= 1; age--) renameIfThere(`${this.path}.${age}`, `${this.path}.${age + 1}`);
    renameIfThere(this.path, `${this.path}.1`);
    this.descriptor = openSync(this.path, 'a', 0o600);
    this.size = 0;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
