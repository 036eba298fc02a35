import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { agentInstaller } from './agent-installers.js';
import { engineEnvironment } from './engine-child.js';
import { engineConfiguration, firstAccounts } from './engine-configuration.js';
import { installConfiguration } from './install-configuration.js';
import { refuseMeshCentralConnection } from './connection-settings.js';
import { displayName, endpointsIn } from './node-record.js';
import { parseProofMark, proofMark } from './proof-mark.js';
import { requireRemoteId } from './remote-ids.js';
import { consentFlags } from './share-links.js';
import { isBelowFloor } from './version-floor.js';

const DEVICE = '0190a5c4-7e1f-7abc-8def-0123456789ab';
const NONCE = '00112233445566778899aabbccddeeff';
const NODE = `node/ra/${'Cd4@'.repeat(16)}`;
const GROUP = `mesh/ra/${'Ab3$'.repeat(16)}`;

describe('the mesh-central folder', () => {
  const sources = readdirSync(__dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));

  it('contains no message that runs a command on a device', () => {
    const words = ['run' + 'commands', 'uninstall' + 'agent', 'meshmess' + 'enger', 'agentdis' + 'connect'];
    for (const file of sources)
      for (const word of words)
        expect([file, readFileSync(join(__dirname, file), 'utf8').includes(word)]).toEqual([file, false]);
  });

  it('is the only place that knows the product’s messages', () => {
    const proxy = join(__dirname, '../../engine-proxy');
    for (const file of readdirSync(proxy).filter((each) => !each.endsWith('.spec.ts')))
      expect([file, /mesh|ashx|\/ra\b/i.test(readFileSync(join(proxy, file), 'utf8'))]).toEqual([file, false]);
  });
});

describe('a proof mark', () => {
  it('comes back as the device and nonce that went in, also with the line end that a file has', () => {
    expect(parseProofMark(`${proofMark(DEVICE, NONCE)}\r\n`)).toEqual({ deviceId: DEVICE, nonce: NONCE });
  });

  it.each([
    '',
    'front-desk',
    `lk1.${DEVICE}`,
    `lk2.${DEVICE}.${NONCE}`,
    `lk1.${DEVICE}.${NONCE}0`,
    `lk1.${DEVICE.toUpperCase()}.${NONCE}`,
  ])('is not “%s”', (text) => {
    expect(parseProofMark(text)).toBeNull();
  });
});

describe('what a device writes about itself', () => {
  it('is cut, cleaned and never trusted to have the right type', () => {
    const endpoints = endpointsIn({
      [GROUP]: [
        {
          _id: NODE,
          name: `Desk\u0000\u202e${'x'.repeat(500)}`,
          conn: 1,
          agct: 1_700_000_000_000,
          agent: { tag: 'a\nb' },
        },
        { _id: 7 },
        null,
      ],
      broken: 'text',
    });
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({
      connected: true,
      connectedAt: new Date(1_700_000_000_000),
      mark: 'ab',
      remoteGroupId: GROUP,
    });
    expect(endpoints[0]!.name).toMatch(/^Deskx{196}$/);
  });

  it('counts as disconnected unless the agent itself is connected', () => {
    const [other] = endpointsIn({ [GROUP]: [{ _id: NODE, name: 'Desk', conn: 2, agct: 1 }] });
    expect(other).toMatchObject({ connected: false, connectedAt: null, mark: null });
  });

  it('is shown on the engine’s page without markup', () => {
    expect(displayName('Müller’s <img src=x onerror=alert(1)> PC')).not.toMatch(/[<>&"'`=]/);
    expect(displayName('  ')).toBe('Device');
  });
});

describe('the courtesies of a launch', () => {
  it.each([
    ['terminal', { prompt: true, notify: true, banner: true }, 16 + 2],
    ['desktop', { prompt: true, notify: false, banner: true }, 8 + 64],
    ['files', { prompt: false, notify: true, banner: false }, 4],
    ['desktop', { prompt: false, notify: false, banner: false }, 0],
  ] as const)('of a %s are exactly those that were asked for', (mode, courtesies, flags) => {
    expect(consentFlags({ mode, courtesies })).toBe(flags);
  });
});

describe('what an installer needs', () => {
  const facts = {
    groupName: 'HQ',
    remoteGroupId: GROUP,
    serverId: 'AB',
    domain: 'ra',
    agentHost: 'remote.example.org:8443',
    deploymentSecret: NONCE,
  };

  it('carries the deployment’s secret in the address and nowhere else', () => {
    const configuration = installConfiguration(facts);
    expect(configuration.meshServer).toBe(`wss://remote.example.org:8443/${NONCE}/ra/agent.ashx`);
    expect(
      Object.entries(configuration)
        .filter(([, value]) => value.includes(NONCE))
        .map(([key]) => key),
    ).toEqual(['meshServer']);
  });

  it('is refused for a secret of another shape, which would become part of a path', () => {
    expect(() => installConfiguration({ ...facts, deploymentSecret: '../../x' })).toThrow(
      expect.objectContaining({ kind: 'rejected' }),
    );
  });

  it('is null for a platform that the product has no agent for', async () => {
    expect(
      await agentInstaller({ os: 'windows', arch: 'arm' }, () => Promise.reject(new Error('must not be asked'))),
    ).toBeNull();
  });
});

describe('the engine’s configuration', () => {
  const text = JSON.stringify(
    engineConfiguration({
      port: 4431,
      keys: { loginCookieKey: 'aa', sessionKey: 'bb' },
      agentCertificateFile: '/x/agent.crt',
      agentPort: 8443,
      longestShareMinutes: 480,
    }),
  );

  it('listens on loopback only and lets nobody make an account', () => {
    const { settings, domains } = JSON.parse(text) as {
      settings: Record<string, unknown>;
      domains: Record<string, { newAccounts: boolean }>;
    };
    expect(settings).toMatchObject({
      portBind: '127.0.0.1',
      redirPort: 0,
      mpsPort: 0,
      WANonly: true,
      selfUpdate: false,
      noAgentUpdate: true,
    });
    expect(Object.values(domains).map((domain) => domain.newAccounts)).toEqual([false, false]);
  });

  it('has an account in every domain from the first moment, none with a password', () => {
    const accounts = firstAccounts(new Date(0)) as {
      _id: string;
      domain: string;
      siteadmin: number;
      hash?: string;
      salt?: string;
    }[];
    expect(new Set(accounts.map((account) => account.domain))).toEqual(new Set(['', 'ra']));
    expect(accounts.every((account) => account.hash === undefined && account.salt === undefined)).toBe(true);
    expect(accounts.find((account) => account.domain === '')!.siteadmin).toBe(32);
  });

  it('gives the engine no proxy and none of our secrets', () => {
    const environment = engineEnvironment({
      PATH: '/bin',
      HTTPS_PROXY: 'http://p',
      DATABASE_URL: 'postgres://secret',
      LATCHKEY_X: '1',
    });
    expect(environment).toEqual({ PATH: '/bin', NODE_ENV: 'production' });
  });
});

describe('R41 the version floor', () => {
  it.each([
    ['1.1.55', true],
    ['1.3.0', true],
    ['1.3.1', false],
    ['v1.10.0', false],
    ['2.0', false],
    [null, true],
    ['unknown', true],
  ])('says %s is below it: %s', (version, below) => {
    expect(isBelowFloor(version)).toBe(below);
  });
});

describe('connecting a server by URL', () => {
  const good = { url: 'https://mesh.example.org', user: '~t:x', password: 'p' };

  it.each([
    ['plain http', { ...good, url: 'http://mesh.example.org' }, 'url'],
    ['a loopback address', { ...good, url: 'https://127.0.0.1' }, 'url'],
    ['the metadata service', { ...good, url: 'https://169.254.169.254' }, 'url'],
    ['a mapped private address', { ...good, url: 'https://[::ffff:10.0.0.1]' }, 'url'],
    ['credentials in the address', { ...good, url: 'https://a:b@mesh.example.org' }, 'url'],
    ['a missing password', { ...good, password: '' }, 'password'],
  ])('is refused for %s', (_what, connection, key) => {
    expect(refuseMeshCentralConnection(connection)).toMatchObject({ key });
  });

  it('is accepted for a public name, and for a private address that the operator has listed', () => {
    expect(refuseMeshCentralConnection(good)).toBeNull();
    expect(
      refuseMeshCentralConnection({ ...good, url: 'https://10.1.2.3:8443', allowedPrivateHosts: '10.1.2.3' }),
    ).toBeNull();
  });
});

describe('an id that is sent to the engine', () => {
  it.each(['', 'node/ra/x', 'mesh/ra/' + 'a'.repeat(64), 'node/ra/' + 'a'.repeat(63) + '/'])('is never “%s”', (id) => {
    expect(() => requireRemoteId(id)).toThrow(expect.objectContaining({ kind: 'rejected' }));
  });
});
