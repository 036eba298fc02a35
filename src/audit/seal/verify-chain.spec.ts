import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type AuditCheckpoint, CHECKPOINT_FORMAT, checkpointKeyText } from '../../../contracts/audit-checkpoint.js';
import { canonicalJson } from '../../platform/canonical-json.js';
import { chance } from '../../../simulator/chance.js';
import { GENESIS, link } from './chain.js';
import { isGenuineCheckpoint } from './genuine-checkpoint.js';
import { ChainVerifier, type SealedEntry } from './verify-chain.js';

const INSTALLATION = 'the-installation';
const ENTRIES = 200;
const EVERY = 20;
const TAMPERINGS = 10_000;

type Key = ReturnType<typeof keyPair>;
function keyPair(id: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { id, publicKey: raw.toString('base64url'), sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url') };
}

const root = keyPair('root');
const auditKey = keyPair('audit');
const judged = new WeakMap<AuditCheckpoint, boolean>();
/** A checkpoint is judged once: signatures take most of the time of ten thousand walks, in which the same ones come again and again. */
function isGenuine(checkpoint: AuditCheckpoint): boolean {
  const verdict = judged.get(checkpoint) ?? isGenuineCheckpoint(checkpoint, INSTALLATION, new Map([[root.id, root.publicKey]]));
  judged.set(checkpoint, verdict);
  return verdict;
}

function checkpointOf({ seq, hash }: SealedEntry, by: { readonly root: Key; readonly key: Key } = { root, key: auditKey }): AuditCheckpoint {
  const { id, publicKey } = by.key;
  const unsigned = {
    format: CHECKPOINT_FORMAT, installationId: INSTALLATION, seq, hash: hash.toString('hex'), at: '2026-11-26T12:00:00.000Z',
    key: { id, publicKey, rootKeyId: by.root.id, endorsement: by.root.sign(checkpointKeyText(id, publicKey)) },
  } as const;
  return { ...unsigned, signature: by.key.sign(canonicalJson(unsigned)) };
}

/** The chain over these contents, from an entry on. */
function chained(contents: readonly { readonly entryId: string; readonly content: string | null }[]): SealedEntry[] {
  let hash = GENESIS;
  return contents.map(({ entryId, content }, at) => ({ seq: at + 1, entryId, content, hash: (hash = link(hash, content ?? '')) }));
}

const history = chained(Array.from({ length: ENTRIES }, (_, at) => ({ entryId: `entry-${at}`, content: JSON.stringify(['entry', at, randomBytes(8).toString('hex')]) })));
const stored = history.filter(({ seq }) => seq % EVERY === 0).map((entry) => checkpointOf(entry));

function problemsOf(entries: readonly SealedEntry[], checkpoints: { stored?: readonly AuditCheckpoint[]; outside?: readonly AuditCheckpoint[] } = {}) {
  const verifier = new ChainVerifier({ stored: checkpoints.stored ?? stored, outside: checkpoints.outside ?? [] }, isGenuine);
  for (const entry of entries) verifier.add(entry);
  return verifier.end();
}

/** What somebody who may write everything in the database, and has no key, can do to the sealed part of it. */
const tamperings: Readonly<Record<string, (random: () => number) => { readonly entries: readonly SealedEntry[]; readonly stored?: readonly AuditCheckpoint[] }>> = {
  'changes an entry': (random) => ({ entries: changed(random, (entry) => ({ ...entry, content: `${entry.content} ` })) }),
  'flips a bit of a hash': (random) => ({ entries: changed(random, (entry) => ({ ...entry, hash: flipped(entry.hash, random) })) }),
  'deletes an entry': (random) => ({ entries: changed(random, (entry) => ({ ...entry, content: null })) }),
  'deletes entry and seal': (random) => ({ entries: without(random) }),
  'deletes entry and seal and closes the gap in the numbers': (random) => ({ entries: without(random).map((entry, at) => ({ ...entry, seq: at + 1 })) }),
  'exchanges two entries': (random) => ({ entries: exchanged(random) }),
  'changes an entry and chains everything anew': (random) => ({ entries: chained(changed(random, (entry) => ({ ...entry, content: 'nothing happened' }))) }),
  'deletes an entry and chains everything anew': (random) => ({ entries: chained(without(random)) }),
  'cuts the end off': (random) => ({ entries: history.slice(0, place(random)) }),
  'cuts the end off, with the checkpoints that tell': (random) => {
    const entries = history.slice(0, place(random));
    return { entries, stored: stored.filter(({ seq }) => seq <= entries.length) };
  },
  'chains everything anew and throws the checkpoints away': (random) => ({ entries: chained(changed(random, (entry) => ({ ...entry, content: 'nothing happened' }))), stored: [] }),
  'chains everything anew and signs with a key of his own': (random) => {
    const mine = { root: keyPair('root'), key: keyPair('audit') };
    const entries = chained(changed(random, (entry) => ({ ...entry, content: 'nothing happened' })));
    return { entries, stored: entries.filter(({ seq }) => seq % EVERY === 0).map((entry) => checkpointOf(entry, mine)) };
  },
};

const place = (random: () => number) => Math.floor(random() * (ENTRIES - 1));
const flipped = (hash: Buffer, random: () => number) => {
  const copy = Buffer.from(hash);
  copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
  return copy;
};
function changed(random: () => number, change: (entry: SealedEntry) => SealedEntry): SealedEntry[] {
  const at = place(random);
  return history.map((entry, index) => (index === at ? change(entry) : entry));
}
function without(random: () => number): SealedEntry[] {
  const at = place(random);
  return history.filter((_, index) => index !== at);
}
function exchanged(random: () => number): SealedEntry[] {
  const at = Math.floor(random() * (ENTRIES - 1));
  const copy = [...history];
  const [one, other] = [copy[at]!, copy[at + 1]!];
  copy[at] = { ...one, entryId: other.entryId, content: other.content };
  copy[at + 1] = { ...other, entryId: one.entryId, content: one.content };
  return copy;
}

describe('R40 the sealed audit log', () => {
  it('is intact as it was sealed, with its own checkpoints and those outside', () => {
    expect(problemsOf(history, { outside: stored })).toEqual([]);
    expect(problemsOf([], { stored: [] })).toEqual([]);
  });

  it(`gives away ${TAMPERINGS} of ${TAMPERINGS} random tamperings, given the checkpoints outside`, () => {
    const random = chance(40);
    const ways = Object.entries(tamperings);
    const unseen: string[] = [];
    // Keys of one's own cost the most; the other ways are tried more often.
    for (let n = 0; n < TAMPERINGS; n++) {
      const [name, tamper] = ways[n % 500 === 0 ? ways.length - 1 : n % (ways.length - 1)]!;
      const { entries, stored: left } = tamper(random);
      if (problemsOf(entries, { ...(left && { stored: left }), outside: stored.slice(-1) }).length === 0) unseen.push(name);
    }
    expect(unseen).toEqual([]);
  }, 120_000);

  it('names the entry that was changed, and only that', () => {
    const entries = history.map((entry) => (entry.seq === 57 ? { ...entry, content: 'nothing happened' } : entry));
    expect(problemsOf(entries)).toMatchObject([{ kind: 'hash-differs', seq: 57 }]);
    expect(problemsOf(history.map((entry) => (entry.seq === 57 ? { ...entry, content: null } : entry)))).toMatchObject([{ kind: 'entry-missing', seq: 57 }]);
  });

  it('that was cut short together with its checkpoints is found by those outside, and by nothing else', () => {
    const entries = history.slice(0, 100);
    const left = { stored: stored.filter(({ seq }) => seq <= 100) };
    expect(problemsOf(entries, left)).toEqual([]);
    expect(problemsOf(entries, { ...left, outside: stored })).toMatchObject(Array.from({ length: 5 }, () => ({ kind: 'cut-short', seq: 101 })));
  });

  it.each([
    ['of another installation', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, installationId: 'another' })],
    ['with another number', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, seq: checkpoint.seq + 1 })],
    ['with another hash', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, hash: 'ab'.repeat(32) })],
    ['of another format', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, format: 'something/1' as never })],
    ['without a signature', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, signature: '' })],
    ['by a key that the root never endorsed', (checkpoint: AuditCheckpoint) => ({ ...checkpoint, key: { ...checkpoint.key, publicKey: keyPair('x').publicKey } })],
  ])('takes no checkpoint %s', (_, forge) => {
    expect(problemsOf(history, { outside: [forge(stored[0]!)] })).toMatchObject([{ kind: 'checkpoint-not-genuine' }]);
  });
});
