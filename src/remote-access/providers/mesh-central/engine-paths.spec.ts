import fc from 'fast-check';
import { engineSurface } from './engine-paths.js';

const COOKIE = `${'Ab1@$z'.repeat(20)}=`;
const SECRET = '0123456789abcdef0123456789abcdef';
const DESK = `node/ra/${'Ab3$'.repeat(16)}`;
const encoded = encodeURIComponent;

/** What must never reach the engine, however it is spelled. */
const FORBIDDEN = [
  '/',
  '/ra',
  '/ra/',
  '/ra/control.ashx',
  '/control.ashx',
  '/ra/login',
  '/ra/meshagents',
  '/ra/meshagents?id=6',
  '/ra/meshsettings',
  '/ra/meshosxagent',
  '/ra/invite',
  '/ra/agentinvite',
  '/ra/agent.ashx',
  '/agent.ashx',
  '/ra/agenttransfer.ashx',
  '/agenttransfer.ashx',
  '/agentdownload.ashx',
  '/ra/agentdownload.ashx',
  '/ra/messenger',
  '/ra/health.ashx',
  '/health.ashx',
  '/ra/player',
  '/ra/recordings.ashx',
  '/meshrelay.ashx',
  '/ra/mstsc',
  '/ra/uploadfile.ashx',
  '/ra/commander.ashx',
  '/ra/backup.zip',
  '/ra/scripts/../control.ashx',
  '/ra/pluginadmin.ashx',
  '/ra/authcookie',
  '/ra/?login=x',
  '/ra/sharing',
  '/sharing',
  `/sharing?c=${COOKIE}`,
];

function reachable(target: string): boolean {
  return (
    ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS'].some((method) => engineSurface.page(method, target) !== null) ||
    engineSurface.pageSocket(target) !== null ||
    engineSurface.agentSocket(target) !== null
  );
}

describe('what of the engine can be reached', () => {
  it('is a launch’s page, its files, its sockets and a remote agent’s own connection', () => {
    expect(engineSurface.page('GET', '/ra/scripts/common-0.0.1-min.js')).toEqual({
      kind: 'asset',
      enginePath: '/ra/scripts/common-0.0.1-min.js',
    });
    expect(engineSurface.page('GET', `/ra/sharing?c=${COOKIE}`)).toEqual({
      kind: 'document',
      enginePath: `/ra/sharing?c=${encoded(COOKIE)}`,
    });
    expect(engineSurface.page('GET', `/ra/devicefile.ashx?c=${COOKIE}&f=%2Fhome%2Fa%20b.txt`)).toMatchObject({
      kind: 'download',
      relayCookie: COOKIE,
    });
    expect(
      engineSurface.pageSocket(`/ra/meshrelay.ashx?browser=1&p=2&nodeid=${DESK}&id=abc123xyz&auth=${COOKIE}`),
    ).toMatchObject({ remoteId: DESK, relayCookie: COOKIE });
    expect(
      engineSurface.agentSocket(`/ra/meshrelay.ashx?p=1&id=abc123xyz&rauth=${COOKIE}&nodeid=${DESK}`),
    ).toMatchObject({ kind: 'relay', remoteId: DESK });
    expect(engineSurface.agentSocket(`/devicefile.ashx?id=abc123xyz&rauth=${COOKIE}`)).toMatchObject({
      kind: 'relay',
      relayCookie: COOKIE,
    });
    expect(engineSurface.agentSocket(`/${SECRET}/ra/agent.ashx`)).toEqual({
      kind: 'control',
      enginePath: '/ra/agent.ashx',
      secret: SECRET,
    });
  });

  it.each(FORBIDDEN)('is not %s', (target) => {
    expect(reachable(target)).toBe(false);
  });

  it('is nothing else, in more than two hundred spellings of each', () => {
    const spell = fc.constantFrom<(path: string, at: number) => string>(
      (path, at) =>
        path.slice(0, at) +
        encoded(path[at] ?? '/').replace(/^(.)$/, (c) => `%${c.charCodeAt(0).toString(16)}`) +
        path.slice(at + 1),
      (path, at) => `${path.slice(0, at)}/${path.slice(at)}`,
      (path, at) => `${path.slice(0, at)}/./${path.slice(at)}`,
      (path, at) => `${path.slice(0, at)}/x/../${path.slice(at)}`,
      (path, at) => `${path.slice(0, at)}\\${path.slice(at)}`,
      (path, at) => `${path.slice(0, at)}%2e%2e%2f${path.slice(at)}`,
      (path, at) => `${path.slice(0, at)}%00${path.slice(at)}`,
      (path) => path.toUpperCase(),
      (path) => `/ra/scripts/..${path}`,
      (path) => `/ra/scripts/%2e%2e${path}`,
      (path) => `//host${path}`,
      (path) => `http://127.0.0.1${path}`,
      (path) => `${path}?`,
      (path) => `${path};.js`,
      (path) => `${path}/.js`,
      (path) => `${path}#.js`,
      (path) => `${path}%23.js`,
      (path) => `/${SECRET}${path}`,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...FORBIDDEN),
        fc.array(spell, { minLength: 1, maxLength: 3 }),
        fc.nat(30),
        (path, spells, at) => {
          const target = spells.reduce((text, each) => each(text, Math.min(at, text.length)), path);
          const legitimate = target === `/${SECRET}/ra/agent.ashx`;
          expect(reachable(target) && !legitimate).toBe(false);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('passes on only what it has understood: any target that passes has no dot segment, escape or doubled slash in its path', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\/ra\/(scripts|styles|images)\/[A-Za-z0-9._%\\/-]{1,30}\.(js|css|png)$/),
        (target) => {
          const route = engineSurface.page('GET', target);
          if (route) expect(route.enginePath).not.toMatch(/\/\.|\.\.\/|%|\\|\/\//);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a repeated parameter', `/ra/meshrelay.ashx?browser=1&p=1&id=abc123&auth=${COOKIE}&auth=${COOKIE}`],
    ['an unknown parameter', `/ra/meshrelay.ashx?browser=1&p=1&id=abc123&auth=${COOKIE}&slowrelay=1`],
    ['a list parameter', `/ra/meshrelay.ashx?browser=1&p=1&id[]=abc123&auth=${COOKIE}`],
    ['a messenger room', `/ra/meshrelay.ashx?browser=1&p=1&id=meshmessenger/x&auth=${COOKIE}`],
    ['another protocol', `/ra/meshrelay.ashx?browser=1&p=200&id=abc123&auth=${COOKIE}`],
    ['no cookie', '/ra/meshrelay.ashx?browser=1&p=1&id=abc123'],
    ['an empty cookie', '/ra/meshrelay.ashx?browser=1&p=1&id=abc123&auth='],
    ['a login', `/ra/meshrelay.ashx?browser=1&p=1&id=abc123&auth=${COOKIE}&user=a&pass=b`],
    ['an unreadable escape', `/ra/meshrelay.ashx?browser=1&p=1&id=abc123&auth=${COOKIE}%E0%A4`],
  ])('refuses a relay with %s', (_what, target) => {
    expect(reachable(target)).toBe(false);
  });

  it('leaves no secret in a log line', () => {
    expect(engineSurface.redact(`/ra/sharing?c=${COOKIE}`)).toBe('/ra/sharing?c=…');
    expect(engineSurface.redact(`/ra/meshrelay.ashx?p=1&auth=${COOKIE}&RAUTH=${COOKIE}`)).toBe(
      '/ra/meshrelay.ashx?p=1&auth=…&RAUTH=…',
    );
    expect(engineSurface.redact(`/${SECRET}/ra/agent.ashx`)).toBe('/…/ra/agent.ashx');
  });

  it('knows the page’s own chatter from a person', () => {
    expect(engineSurface.isKeepAlive(Buffer.from('{"ctrlChannel":102938,"type":"rtt"'))).toBe(true);
    expect(engineSurface.isKeepAlive(Buffer.from('ls -la'))).toBe(false);
  });

  it.each([
    [1, 'terminal'],
    [6, 'terminal'],
    [8, 'terminal'],
    [9, 'terminal'],
    [2, 'desktop'],
    [5, 'files'],
  ])('knows that a socket for %d is for %s', (protocol, mode) => {
    expect(engineSurface.pageSocket(`/ra/meshrelay.ashx?p=${protocol}&id=abc123xyz&auth=${COOKIE}`)).toMatchObject({ mode });
  });

  it('knows the message by which a remote agent lets a session in', () => {
    expect(engineSurface.isLetIn(Buffer.from('{"ctrlChannel":"102938","type":"console","msg":null,"msgid":0}'))).toBe(true);
    for (const other of ['{"ctrlChannel":"102938","type":"console","msg":"Waiting for user to grant access..."', 'c', '{"path":"/"', 'x{"ctrlChannel":"102938","type":"console","msg":null'])
      expect(engineSurface.isLetIn(Buffer.from(other))).toBe(false);
  });

  it('takes the content of a folder for an answer, and nothing that comes before somebody has agreed', () => {
    expect(engineSurface.isFilesAnswer(Buffer.from('{"path":"/home","dir":['))).toBe(true);
    for (const other of ['c', 'cr', '{"ctrlChannel":"102938","type":"', '', 'x{"path":']) expect(engineSurface.isFilesAnswer(Buffer.from(other))).toBe(false);
  });
});
