import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who owns the demonstration, and how far its making has come. */
export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** False until the whole persona was made, so that an interrupted first start is continued. */
  readonly isSeeded: boolean;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The account as a file only we can read: a restart needs the password that was printed once. */
export class DemoAccountFile {
  readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'demo.json');
  }

  read(): DemoAccount | undefined {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as DemoAccount) : undefined;
  }

  write(account: DemoAccount): DemoAccount {
    const fresh = `${this.path}.new`;
    writeFileSync(fresh, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, this.path);
    return account;
  }
}

/** Dana, with a password that nobody has used before: about 89 bits, in groups that can be typed. */
export function newDemoAccount(): DemoAccount {
  const group = () => Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return { name: 'Dana Demo', email: 'dana@demo.example', password: [group(), group(), group()].join('-'), isSeeded: false };
}
