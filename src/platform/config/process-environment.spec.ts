import type { CoreConfig, WebConfig } from './process-config.js';
import { coreEnvironment, takeCoreConfig, takeWebConfig, webEnvironment } from './process-environment.js';

const CORE: CoreConfig = {
  databaseUrl: 'postgres://latchkey_core:x@localhost/latchkey',
  dataDir: '/var/lib/latchkey/core',
  sealingKey: Buffer.alloc(32, 7),
  olderSealingKeys: [Buffer.alloc(32, 8)],
  floors: { 'mesh-central': '1.3.2' },
  publicUrl: 'http://localhost:8080',
  auditSink: 'file:///var/log/latchkey.audit',
  webhookAllow: ['hooks.internal'],
  metricsPort: 9465,
  engine: { kind: 'mesh-central', name: 'Embedded engine', connection: { mode: 'embedded', loginCookieKey: 'ab' }, loopbackOnly: true },
};

const WEB: WebConfig = {
  databaseUrl: 'postgres://latchkey_web:y@localhost/latchkey',
  host: '127.0.0.1',
  port: 8080,
  publicUrl: 'http://localhost:8080',
  trustedProxy: null,
  tls: null,
  consoleDir: '/opt/latchkey/console/dist',
  agentDir: '/opt/latchkey/build/agent',
  separation: 'full',
  accountsKey: '',
  olderAccountsKeys: [],
  webhookAllow: [],
  networksFile: '/var/lib/latchkey/web/networks.csv',
  signOnAllow: ['login.internal'],
  guestDir: '/opt/latchkey/build/guest',
  relayHost: '127.0.0.1',
  turn: null,
  metricsPort: null,
  engine: null,
};

describe('what the launcher tells its children', () => {
  it('reaches core as it was meant', () => {
    expect(takeCoreConfig({ ...coreEnvironment(CORE) })).toEqual(CORE);
  });

  it('reaches web as it was meant', () => {
    expect(takeWebConfig({ ...webEnvironment(WEB) })).toEqual(WEB);
  });

  it('is taken out of the environment, so that nothing they start inherits it', () => {
    const env = { PATH: '/bin', ...coreEnvironment(CORE) };
    takeCoreConfig(env);
    expect(env).toEqual({ PATH: '/bin' });
  });

  it('is missed with a sentence when somebody starts a child by hand', () => {
    expect(() => takeWebConfig({})).toThrow(/started by the launcher/);
  });

  it('refuses a sealing key of the wrong length', () => {
    const env = coreEnvironment({ ...CORE, sealingKey: Buffer.alloc(16) });
    expect(() => takeCoreConfig(env)).toThrow(/not 32 bytes/);
  });
});
