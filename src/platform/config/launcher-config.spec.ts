import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { ConfigurationError } from './environment-reader.js';
import { enginePageUrlOf, isLoopbackOnly, publicUrlOf, readLauncherConfig } from './launcher-config.js';

type Environment = Record<string, string>;

/** The variables that a configuration is refused for. */
function refusedFor(env: Environment): string[] {
  try {
    readLauncherConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

const BEHIND_A_PROXY = {
  LATCHKEY_HOST: '10.0.0.5',
  LATCHKEY_PUBLIC_URL: 'https://access.example.org',
  LATCHKEY_TRUSTED_PROXY: '10.0.0.2',
  LATCHKEY_ENGINE_URL: 'https://screens.example.org',
};

describe('the configuration of an installation', () => {
  it('serves this machine only when nothing is said', () => {
    const config = readLauncherConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, databaseUrl: null, tls: null, engine: { pagePort: 8081, agentPort: 8443 } });
    expect(isLoopbackOnly(config)).toBe(true);
  });

  it('calls loopback localhost, and the engine page something else', () => {
    const config = readLauncherConfig({});
    expect(publicUrlOf(config, 8080)).toBe('http://localhost:8080');
    expect(enginePageUrlOf(config, 8081)).toBe('http://127.0.0.1:8081');
  });

  it('does without the engine when told so', () => {
    expect(readLauncherConfig({ LATCHKEY_EMBEDDED_ENGINE: 'off' }).engine).toBeNull();
  });

  it('knows the servers by which guests’ browsers reach each other, and none where nobody says', () => {
    expect(readLauncherConfig({})).toMatchObject({ turn: null, relayHost: '127.0.0.1' });
    const turn = { LATCHKEY_TURN_URL: 'turn:turn.example.org:3478, turns:turn.example.org:443?transport=tcp', LATCHKEY_TURN_SECRET: 'sixteen characters' };
    expect(readLauncherConfig(turn).turn).toEqual({ urls: ['turn:turn.example.org:3478', 'turns:turn.example.org:443?transport=tcp'], secret: 'sixteen characters' });
  });

  it('accepts a proxy that has the certificate', () => {
    expect(refusedFor(BEHIND_A_PROXY)).toEqual([]);
    expect(isLoopbackOnly(readLauncherConfig(BEHIND_A_PROXY))).toBe(false);
  });

  it('is not loopback only when a proxy on this machine shows it to others', () => {
    expect(isLoopbackOnly(readLauncherConfig({ ...BEHIND_A_PROXY, LATCHKEY_HOST: '127.0.0.1', LATCHKEY_TRUSTED_PROXY: '127.0.0.1' }))).toBe(false);
  });

  it.each<[string, Environment, string[]]>([
    ['a port that is none', { LATCHKEY_PORT: '80800' }, ['LATCHKEY_PORT']],
    ['a port with a sign', { LATCHKEY_ENGINE_PORT: '-1' }, ['LATCHKEY_ENGINE_PORT']],
    ['a host with a scheme', { LATCHKEY_HOST: 'http://localhost' }, ['LATCHKEY_HOST']],
    ['two listeners on one port', { LATCHKEY_PORT: '8081' }, ['LATCHKEY_ENGINE_PORT']],
    ['a TURN server without its secret', { LATCHKEY_TURN_URL: 'turn:turn.example.org:3478' }, ['LATCHKEY_TURN_SECRET']],
    ['a TURN server that is a page', { LATCHKEY_TURN_URL: 'https://turn.example.org', LATCHKEY_TURN_SECRET: 'sixteen characters' }, ['LATCHKEY_TURN_URL']],
    ['screens of guests handed over on every interface', { LATCHKEY_RELAY_HOST: '0.0.0.0' }, ['LATCHKEY_RELAY_HOST']],
    ['metrics of core on the port of the console', { LATCHKEY_METRICS_PORT: '8079' }, ['LATCHKEY_METRICS_PORT']],
    ['metrics without a port for core', { LATCHKEY_METRICS_PORT: '65535' }, ['LATCHKEY_METRICS_PORT']],
    ['an engine that is neither on nor off', { LATCHKEY_EMBEDDED_ENGINE: 'maybe' }, ['LATCHKEY_EMBEDDED_ENGINE']],
    ['a public address with a path', { LATCHKEY_PUBLIC_URL: 'https://example.org/access', LATCHKEY_TRUSTED_PROXY: '10.0.0.2' }, ['LATCHKEY_PUBLIC_URL']],
    ['a proxy by name', { LATCHKEY_TRUSTED_PROXY: 'proxy.example.org' }, ['LATCHKEY_TRUSTED_PROXY']],
    ['plain HTTP for the network', { LATCHKEY_HOST: '10.0.0.5', LATCHKEY_EMBEDDED_ENGINE: 'off' }, ['LATCHKEY_HOST']],
    ['plain HTTP on every interface', { LATCHKEY_HOST: '0.0.0.0', LATCHKEY_EMBEDDED_ENGINE: 'off' }, ['LATCHKEY_HOST', 'LATCHKEY_PUBLIC_URL']],
    ['an https address that nobody serves', { LATCHKEY_PUBLIC_URL: 'https://access.example.org', LATCHKEY_EMBEDDED_ENGINE: 'off' }, ['LATCHKEY_TRUSTED_PROXY']],
    ['a plain public address', { ...BEHIND_A_PROXY, LATCHKEY_PUBLIC_URL: 'http://access.example.org' }, ['LATCHKEY_HOST', 'LATCHKEY_PUBLIC_URL']],
    ['a rehearsal beside a real engine', { LATCHKEY_REHEARSAL_PROVIDER: 'http://127.0.0.1:9400' }, ['LATCHKEY_REHEARSAL_PROVIDER']],
    ['a rehearsal with a provider elsewhere', { LATCHKEY_REHEARSAL_PROVIDER: 'http://10.0.0.9:9400', LATCHKEY_EMBEDDED_ENGINE: 'off' }, ['LATCHKEY_REHEARSAL_PROVIDER']],
    ['an engine page without an address of its own', { ...BEHIND_A_PROXY, LATCHKEY_ENGINE_URL: '' }, ['LATCHKEY_ENGINE_URL']],
    ["an engine page under the console's name", { ...BEHIND_A_PROXY, LATCHKEY_ENGINE_URL: 'https://access.example.org:8081' }, ['LATCHKEY_ENGINE_URL']],
    ['half a certificate', { LATCHKEY_TLS_CERT: '/etc/ssl/cert.pem' }, ['LATCHKEY_TLS_KEY']],
    ['a certificate that is not there', { LATCHKEY_TLS_CERT: '/nowhere/a', LATCHKEY_TLS_KEY: '/nowhere/b' }, ['LATCHKEY_TLS_CERT', 'LATCHKEY_TLS_KEY']],
    ['a database that is none', { DATABASE_URL: 'mysql://root@localhost/x' }, ['DATABASE_URL']],
    ['a database with a sample password', { DATABASE_URL: 'postgres://latchkey:changeme@db.example.org/latchkey' }, ['DATABASE_URL']],
    ['a database whose password is its user', { DATABASE_URL: 'postgres://accessserver:accessserver@db.example.org/latchkey' }, ['DATABASE_URL']],
    ['a database with a short password', { DATABASE_URL: 'postgres://latchkey:k7Qx2@db.example.org/latchkey' }, ['DATABASE_URL']],
  ])('refuses %s', (_what, env, variables) => {
    expect(refusedFor(env)).toEqual(variables);
  });

  it('says everything that is wrong at once', () => {
    expect(refusedFor({ LATCHKEY_PORT: 'x', LATCHKEY_TRUSTED_PROXY: 'y', DATABASE_URL: 'z' })).toEqual(['LATCHKEY_PORT', 'DATABASE_URL', 'LATCHKEY_TRUSTED_PROXY']);
  });

  it('never repeats the password of a database', () => {
    const refusal = (): unknown => readLauncherConfig({ DATABASE_URL: 'postgres:user:k7Qx2-hidden@db' });
    expect(refusal).toThrow(ConfigurationError);
    expect(refusal).not.toThrow(/hidden/);
  });

  it('takes a database on this machine with whatever password it has', () => {
    expect(refusedFor({ DATABASE_URL: 'postgres://postgres:postgres@localhost:5432/latchkey' })).toEqual([]);
  });

  describe('with a certificate of its own', () => {
    let folder: string;
    const file = (name: string): string => join(folder, name);
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'));
      const make = async (name: string, options: object): Promise<void> => {
        const made = await generate([{ name: 'commonName', value: 'access.example.org' }], { algorithm: 'sha256', keySize: 2048, ...options });
        writeFileSync(file(`${name}.crt`), made.cert);
        writeFileSync(file(`${name}.key`), made.private);
      };
      await make('good', {});
      await make('other', {});
      await make('expired', { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2020-02-01') });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const withPair = (cert: string, key: string): Environment => ({
      LATCHKEY_HOST: '0.0.0.0',
      LATCHKEY_PUBLIC_URL: 'https://access.example.org',
      LATCHKEY_EMBEDDED_ENGINE: 'off',
      LATCHKEY_TLS_CERT: file(`${cert}.crt`),
      LATCHKEY_TLS_KEY: file(`${key}.key`),
    });

    it('may serve the network', () => {
      expect(readLauncherConfig(withPair('good', 'good')).tls).toEqual({ certFile: file('good.crt'), keyFile: file('good.key') });
    });

    it.each([
      ['the key of another certificate', 'good', 'other', 'LATCHKEY_TLS_KEY'],
      ['an expired certificate', 'expired', 'expired', 'LATCHKEY_TLS_CERT'],
    ])('refuses %s', (_what, cert, key, variable) => {
      expect(refusedFor(withPair(cert, key))).toEqual([variable]);
    });

    it('refuses a file that is no certificate', () => {
      expect(refusedFor({ ...withPair('good', 'good'), LATCHKEY_TLS_CERT: file('good.key') })).toEqual(['LATCHKEY_TLS_CERT']);
    });
  });
});
