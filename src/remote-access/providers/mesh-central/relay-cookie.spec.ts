import { LoginCookieCipher } from './login-cookie.js';
import { judgeRelayCookie } from './relay-cookie.js';

const KEY = '0123456789abcdef'.repeat(10);
const NOON = new Date('2026-03-02T12:00:00Z');
const LATER = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const SERVICE = 'user/ra/latchkey-service';
const FRONT_DESK = `node/ra/${'Ab3$'.repeat(16)}`;

const cipher = new LoginCookieCipher(KEY);
const judge = (cookie: string, now = NOON) => judgeRelayCookie(cipher, new Set([SERVICE]), cookie, now);
const seal = (content: Record<string, unknown>, at = NOON) => cipher.seal(content, at);
const browserEnd = {
  userid: SERVICE,
  domainid: 'ra',
  nid: FRONT_DESK,
  p: 1,
  cf: 0,
  gn: 'Alice',
  r: 8,
  pid: 'share-1',
  expire: LATER(30).getTime(),
};
const endpointEnd = { ruserid: SERVICE, nodeid: FRONT_DESK };

describe('judging a relay cookie', () => {
  it('recognises the browser’s end by its share and the endpoint’s end by its node', () => {
    expect(judge(seal(browserEnd))).toEqual({ side: 'browser', remoteId: FRONT_DESK, shareId: 'share-1' });
    expect(judge(seal(endpointEnd))).toEqual({ side: 'endpoint', remoteId: FRONT_DESK, shareId: null });
    expect(judge(seal({ ruserid: SERVICE }))).toEqual({ side: 'endpoint', remoteId: null, shareId: null });
  });

  it.each([
    ['a login as anybody', { a: 3, u: SERVICE, expire: 60 }],
    ['a control session', { userid: SERVICE, domainid: 'ra' }],
    ['a share of a stranger’s account', { ...browserEnd, userid: 'user/ra/mallory' }],
    ['a session without an account', { nouser: 1, nodeid: FRONT_DESK }],
    ['a relay of a stranger’s account', { ...endpointEnd, ruserid: 'user//admin' }],
    ['a share without an end', { ...browserEnd, expire: undefined }],
    ['a share that has ended', { ...browserEnd, expire: NOON.getTime() }],
    ['a node id of another shape', { ...browserEnd, nid: 'node/ra/../../x' }],
    ['a batch upload', { a: 'tmpdl', d: 'ra', nid: FRONT_DESK, f: 'x' }],
    ['a core dump', { a: 'aft', b: 'coredump', c: 'x' }],
  ])('does not take %s for one', (_what, content) => {
    expect(judge(seal(content))).toBeNull();
  });

  it('refuses an endpoint’s end that is older than five minutes or from the future', () => {
    expect(judge(seal(endpointEnd), LATER(4.9))).not.toBeNull();
    expect(judge(seal(endpointEnd), LATER(5.1))).toBeNull();
    expect(judge(seal(endpointEnd), LATER(-1))).toBeNull();
  });

  it('opens nothing that was sealed with another key, cut, changed or is no cookie at all', () => {
    const good = seal(browserEnd);
    expect(judge(new LoginCookieCipher('f'.repeat(160)).seal(browserEnd, NOON))).toBeNull();
    for (let i = 0; i < good.length - 2; i += 3) {
      const changed = good.slice(0, i) + (good[i] === 'A' ? 'B' : 'A') + good.slice(i + 1);
      expect(judge(changed)).toBeNull();
      expect(judge(good.slice(0, i))).toBeNull();
    }
    for (const junk of ['', '=', '{}', 'null', 'A'.repeat(5_000), `${good} `, `${good}&x=1`])
      expect(judge(junk)).toBeNull();
  });
});
