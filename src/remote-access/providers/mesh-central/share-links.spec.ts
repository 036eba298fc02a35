import { randomBytes } from 'node:crypto';
import type { ControlConnection } from './control-connection.js';
import { mintShare } from './share-links.js';

const ASKED = {
  remoteId: `node//${'A'.repeat(64)}`, mode: 'terminal', viewOnly: false, courtesies: { prompt: false, notify: true, banner: false }, expiresInMinutes: 5, guestName: 'Rosa',
} as const;

describe('a share of the engine', () => {
  const minted = (answer: Record<string, unknown>) => mintShare({ ask: () => Promise.resolve(answer) } as unknown as ControlConnection, ASKED, (page) => page.href);
  const made = { url: 'https://engine.example/sharing?c=x', publicid: 'Ab3@+d==', expire: 1_790_000_000_000 };

  it('is known by whatever the engine draws for it: base64 with another sign for the slash', async () => {
    const ids = Array.from({ length: 500 }, () => randomBytes(9).toString('base64').replaceAll('/', '@'));
    expect(await Promise.all(ids.map(async (publicid) => (await minted({ ...made, publicid })).shareId))).toEqual(ids);
  });

  it.each([{ publicid: 7 }, { publicid: 'a b' }, { publicid: '' }, { url: null }, { url: 'no address' }, { expire: 'soon' }, { expire: 1e300 }])('is none when the answer says %j', async (bend) => {
    await expect(minted({ ...made, ...bend })).rejects.toMatchObject({ kind: 'rejected' });
  });
});
