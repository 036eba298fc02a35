import { readFileSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseEnrolmentToken, type EnrolmentToken } from '../wire/index.js';
import type { CommandLine } from './command-line.js';
import { CommandFailed, EXIT } from './exit-codes.js';

const READABLE_BY_OTHERS = 0o077;

/** The enrolment token, from wherever the command line says it is. Throws `CommandFailed`; the token is never repeated. */
export async function readToken({ token, tokenFile }: CommandLine, input: NodeJS.ReadStream): Promise<EnrolmentToken> {
  const parsed = parseEnrolmentToken(token ?? (tokenFile === undefined ? await fromInput(input) : fromFile(tokenFile)));
  if (parsed) return parsed;
  throw new CommandFailed(EXIT.usage, 'that is not an enrolment token; one reads lke_<id>_<secret>_<fingerprint>');
}

async function fromInput(input: NodeJS.ReadStream): Promise<string> {
  if (input.isTTY) process.stderr.write('Enrolment token: ');
  return firstLine(await text(input));
}

function fromFile(path: string): string {
  try {
    const others = process.platform !== 'win32' && (statSync(path).mode & READABLE_BY_OTHERS) !== 0;
    if (others) throw new CommandFailed(EXIT.usage, `other accounts can read ${path}; make it 0600 first`);
    return firstLine(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(
      EXIT.usage,
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function firstLine(content: string): string {
  return content.split('\n', 1)[0] ?? '';
}
