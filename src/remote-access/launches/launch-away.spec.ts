import { pageOfItsOwn, type LaunchPlace } from './launch-away.js';

const place = (url: string): LaunchPlace => ({ embedded: false, kind: 'screen-connect', connection: { url } });
const REMOTE = place('https://remote.example.org/support');

describe('a page of a server that somebody else runs', () => {
  it.each([
    ['https://remote.example.org/Host#Access///1/Join', REMOTE],
    ['https://remote.example.org:443/elsewhere/on/it', REMOTE],
    ['https://remote.example.org:8040/Host', place('https://remote.example.org:8040')],
    ['http://127.0.0.1:8040/Host', place('http://127.0.0.1:8040')],
  ])('is where a launch may go on: %s', (page, at) => {
    expect(new URL(pageOfItsOwn(page, at)).href).toBe(new URL(page).href);
  });

  it.each([
    ['another host', 'https://remote.example.net/Host'],
    ['a host that begins the same', 'https://remote.example.org.evil.example/Host'],
    ['a user before the host', 'https://remote.example.org@evil.example/Host'],
    ['a user of its own', 'https://somebody@remote.example.org/Host'],
    ['another port', 'https://remote.example.org:8443/Host'],
    ['no encryption', 'http://remote.example.org/Host'],
    ['a script', `${'javascript'}:alert(1)//https://remote.example.org`],
    ['data', 'data:text/html,https://remote.example.org'],
    ['a path', '/Host#Access'],
    ['an address without a scheme', '//remote.example.org/Host'],
    ['nothing', ''],
  ])('is not %s', (_, page) => {
    expect(() => pageOfItsOwn(page, REMOTE)).toThrow(expect.objectContaining({ code: 'RA-INS-04' }));
  });

  it('is not plain http of a machine that is not this one, although it was connected so', () => {
    expect(() => pageOfItsOwn('http://remote.example.org/Host', place('http://remote.example.org'))).toThrow(expect.objectContaining({ code: 'RA-INS-04' }));
  });

  it('is none at a kind that this version does not know', () => {
    expect(() => pageOfItsOwn('https://remote.example.org/', { ...REMOTE, kind: 'made-up' })).toThrow(expect.objectContaining({ code: 'RA-INS-04' }));
  });
});
