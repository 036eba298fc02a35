import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigurationError } from '../../src/platform/config/environment-reader.js';
import { readLauncherConfig } from '../../src/platform/config/launcher-config.js';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment: Record<string, string>;
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly secrets?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
}
interface Compose {
  readonly services: Record<string, ComposeService>;
  readonly volumes: Record<string, unknown>;
  readonly networks: Record<string, { readonly internal?: boolean } | null>;
  readonly secrets: Record<string, { readonly file: string }>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { strict: true, uniqueKeys: true }) as Compose;
const ENV_FILE = { LATCHKEY_PUBLIC_URL: 'https://access.example.org', LATCHKEY_DATABASE_PASSWORD: '9f2c61d07be84a35', LATCHKEY_TLS_CERT_FILE: 'a', LATCHKEY_TLS_KEY_FILE: 'b' };

/** What Compose does with `${NAME}`, `${NAME:?…}` and `${NAME:-…}`. */
const filledIn = (value: string, env: Record<string, string>): string =>
  value.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_all, name: string, kind: string | undefined, rest: string | undefined) => {
    if (env[name]) return env[name];
    if (kind === '-') return rest ?? '';
    throw new Error(`${name} is missing: ${rest}`);
  });

describe('docker-compose.yml', () => {
  const { server, database } = compose.services as { server: ComposeService; database: ComposeService };

  it('gives the server a configuration that it accepts', () => {
    const { LATCHKEY_TLS_CERT, LATCHKEY_TLS_KEY, ...environment } = server.environment;
    const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value, ENV_FILE)]));
    expect([LATCHKEY_TLS_CERT, LATCHKEY_TLS_KEY]).toEqual(['/run/secrets/tls_cert', '/run/secrets/tls_key']);
    // The certificate is not here: a proxy in its place leaves every other rule as it is.
    expect(readLauncherConfig({ ...env, LATCHKEY_TRUSTED_PROXY: '10.0.0.2' })).toMatchObject({ host: '0.0.0.0', engine: null });
  });

  it('gives a configuration that is refused without its certificate', () => {
    const { LATCHKEY_TLS_CERT: _cert, LATCHKEY_TLS_KEY: _key, ...environment } = server.environment;
    const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value, ENV_FILE)]));
    expect(() => readLauncherConfig(env)).toThrow(ConfigurationError);
  });

  it('contains no secret and no preset for one', () => {
    for (const name of Object.keys(ENV_FILE)) expect(() => filledIn(text, { ...ENV_FILE, [name]: '' })).toThrow(name);
    expect(readFileSync('deploy/compose.env.example', 'utf8').match(/^\w+=.+$/gm)).toBeNull();
  });

  it('asks for every variable that the example file names, and for no other', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    const named = [...readFileSync('deploy/compose.env.example', 'utf8').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(asked).toEqual(new Set(named));
  });

  it('declares everything that its services use', () => {
    for (const service of [server, database]) {
      for (const network of service.networks) expect(Object.keys(compose.networks)).toContain(network);
      for (const volume of service.volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret);
    }
    expect(Object.keys(server.depends_on!)).toEqual(['database']);
  });

  it('shows the server to the network and the database to the server only', () => {
    expect(database.ports).toBeUndefined();
    expect(database.networks).toEqual(['inside']);
    expect(compose.networks['inside']).toEqual({ internal: true });
    expect(filledIn(server.ports![0]!, {})).toBe(`443:${server.environment['LATCHKEY_PORT']}`);
  });

  it('waits for the database to be healthy and watches both', () => {
    expect(server.depends_on!['database']!.condition).toBe('service_healthy');
    expect(database.healthcheck.test).toContain(`--username=${database.environment['POSTGRES_USER']}`);
    expect(existsSync(server.healthcheck.test.at(-1)!)).toBe(true);
  });
});

describe('the Dockerfile', () => {
  const lines = readFileSync('deploy/Dockerfile', 'utf8').split('\n');

  it('is the one that Compose builds', () => {
    const { context, dockerfile } = compose.services['server']!.build!;
    expect(existsSync(`${context}/${dockerfile}`)).toBe(true);
  });

  it('copies only what is there', () => {
    const sources = lines.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });

  it('takes stages that it has made', () => {
    const made = lines.flatMap((line) => /^FROM \S+ AS (\w+)/.exec(line)?.[1] ?? []);
    const taken = lines.flatMap((line) => /^COPY --from=(\w+)/.exec(line)?.[1] ?? []);
    expect(taken.filter((stage) => !made.includes(stage))).toEqual([]);
  });
});

describe('the systemd unit', () => {
  const unit = readFileSync('deploy/latchkey.service', 'utf8');
  const valueOf = (key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1];

  it('lets the launcher stop its children in order, for longer than it needs', () => {
    expect(valueOf('KillMode')).toBe('mixed');
    expect(Number(valueOf('TimeoutStopSec'))).toBeGreaterThan(10);
  });

  it('does not start again what refuses its configuration', () => {
    expect(valueOf('RestartPreventExitStatus')).toBe('78');
    expect(readFileSync('src/launcher/run-launcher.ts', 'utf8')).toContain('EXIT_CONFIGURATION = 78');
  });

  it('grants the capabilities that Compose grants', () => {
    const granted = valueOf('CapabilityBoundingSet')!.split(' ').map((name) => name.replace('CAP_', ''));
    expect(granted).toEqual(compose.services['server']!.cap_add);
    expect(compose.services['server']!.cap_drop).toEqual(['ALL']);
  });

  const analyser = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find(existsSync);
  (analyser ? it : it.skip)('is understood by systemd', () => {
    expect(() => execFileSync(analyser!, ['verify', '--man=no', 'deploy/latchkey.service'], { stdio: 'pipe', timeout: 20_000 })).not.toThrow();
  });
});
