import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { readKept, writeKept } from '../simulator/kept-file.js';

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
    return readKept<DemoAccount>(this.path) ?? undefined;
  }

  write(account: DemoAccount): DemoAccount {
    writeKept(this.path, account);
    return account;
  }
}

/** Dana, with a password that nobody has used before: about 89 bits, in groups that can be typed. */
export function newDemoAccount(): DemoAccount {
  const group = () => Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return { name: 'Dana Demo', email: 'dana@demo.example', password: [group(), group(), group()].join('-'), isSeeded: false };
}
