import type { LatchkeyApi } from '../api/latchkey-api.js';
import { Undecided } from '../exit-codes.js';
import { ChainWalk, type Flaw, type Seal } from './chain-walk.js';
import { type Issuer, isSignedBy } from './checkpoint-signature.js';
import { type ShownEntry, ShownEntries } from './shown-entries.js';

/** So many at most the server takes in one request. */
const MOST_SENT = 5000;

interface SealsPage {
  readonly installationId: string;
  readonly rootKeys: readonly { readonly id: string; readonly publicKey: string }[];
  readonly items: readonly Seal[];
  readonly checkpoints: readonly object[];
  readonly nextAfter: number | null;
}

interface ServerVerdict {
  readonly intact: boolean;
  readonly unsealed: number;
  readonly unsealedSeconds: number | null;
  readonly problems: readonly Flaw[];
}

export interface Verdict {
  readonly sealed: number;
  /** Signed checkpoints that fitted. */
  readonly confirmed: number;
  readonly installationId: string;
  /** By which the checkpoints were judged. */
  readonly rootKeys: readonly string[];
  readonly unsealed: number;
  readonly unsealedSeconds: number | null;
  /** In the order of the entries. */
  readonly flaws: readonly Flaw[];
}

/** Checks the whole log here: every hash, every signature, what is shown against what is sealed; and asks the server what it finds itself. */
export async function verify(api: LatchkeyApi, outside: readonly object[], pinnedRoot: string | null): Promise<Verdict> {
  const walk = new ChainWalk();
  const shown = new ShownEntries();
  const flaws: Flaw[] = [];
  let issuer: Issuer | null = null;
  for (let after: number | null = 0; after !== null; ) {
    const page: SealsPage = await api.get(`/audit/seals?after=${after}`);
    if (issuer === null) {
      issuer = issuerOf(page, pinnedRoot);
      for (const document of outside) judge(document, 'outside', issuer);
    }
    for (const document of page.checkpoints) judge(document, 'server', issuer);
    for (const seal of page.items) {
      walk.take(seal);
      shown.seal(seal);
    }
    if (page.nextAfter !== null && page.nextAfter <= after) throw new Undecided('The server hands out the same part of the log again and again.');
    after = page.nextAfter;
  }
  walk.end();
  for await (const entry of entriesOf(api)) shown.show(entry);
  shown.end();
  const server: ServerVerdict = outside.length > 0 ? await api.post('/audit/verify', { checkpoints: outside.slice(-MOST_SENT) }) : await api.get('/audit/verify');
  const said = server.problems.map(({ seq, detail }) => ({ seq, detail: `the server itself says: ${detail}` }));
  return {
    sealed: walk.length,
    confirmed: walk.confirmed,
    installationId: issuer?.installationId ?? '',
    rootKeys: [...(issuer?.rootKeys.values() ?? [])],
    unsealed: server.unsealed,
    unsealedSeconds: server.unsealedSeconds,
    flaws: [...flaws, ...walk.flaws, ...shown.flaws, ...said].sort((a, b) => a.seq - b.seq),
  };

  function judge(document: object, from: 'server' | 'outside', by: Issuer): void {
    if (isSignedBy(by, document)) walk.expect({ checkpoint: document, from });
    else flaws.push({ seq: Number((document as { seq?: unknown }).seq) || 0, detail: `a checkpoint ${from === 'outside' ? 'that was kept outside' : 'of the server'} was not signed by this installation` });
  }
}

/** With a root key that is known from elsewhere, the server has no say in whom to believe. */
function issuerOf({ installationId, rootKeys }: SealsPage, pinnedRoot: string | null): Issuer {
  const believed = pinnedRoot === null ? rootKeys : rootKeys.map(({ id }) => ({ id, publicKey: pinnedRoot }));
  if (believed.length === 0) throw new Undecided('The server has no root key yet: its core has never run.');
  return { installationId, rootKeys: new Map(believed.map(({ id, publicKey }) => [id, publicKey])) };
}

async function* entriesOf(api: LatchkeyApi): AsyncGenerator<ShownEntry> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: ShownEntry[]; nextCursor: string | null } = await api.get(`/audit?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    yield* page.items;
    cursor = page.nextCursor;
  }
}
