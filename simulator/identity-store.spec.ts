import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IdentityStore } from './identity-store.js';

describe('the identities of a simulated fleet', () => {
  let folder: string;
  const file = (): string => join(folder, 'below', 'fleet.json');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-fleet-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('come back after a restart, and new ones join them', () => {
    const first = new IdentityStore(file()).load(3);
    new IdentityStore(file()).save(first);
    const later = new IdentityStore(file()).load(5);
    expect(later.slice(0, 3)).toEqual(first);
    expect(new Set(later.map((identity) => identity.privateKey)).size).toBe(5);
  });

  it('are not forgotten by a run with fewer of them', () => {
    const all = new IdentityStore(file()).load(4);
    new IdentityStore(file()).save(all);
    const few = new IdentityStore(file()).load(2);
    few[0]!.lastSeq = 7;
    new IdentityStore(file()).save(few);
    expect(new IdentityStore(file()).load(4)).toEqual([{ ...all[0], lastSeq: 7 }, ...all.slice(1)]);
  });

  it('are for their owner alone: they hold private keys', () => {
    new IdentityStore(file()).save(new IdentityStore(file()).load(1));
    expect(statSync(file()).mode & 0o077).toBe(0);
  });
});
