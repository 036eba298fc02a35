import { randomBytes } from 'node:crypto';
import type { EngineFiles } from './engine-files.js';

/** The engine's domain: the path below which everything of ours lives, `/ra/…`. */
export const ENGINE_DOMAIN = 'ra';

/** Accounts in our domain: one that does everything, one that can only watch a screen. */
export const SERVICE_ACCOUNT = 'latchkey-service';
export const VIEWER_ACCOUNT = 'latchkey-viewer';

/** The engine's secrets, made once. `loginCookieKey` is its master credential: whoever holds it can be anyone there. */
export interface EngineKeys {
  readonly loginCookieKey: string;
  readonly sessionKey: string;
}

/** The keys of this folder; made at the first call and the same ever after. */
export function ensureEngineKeys(files: EngineFiles): EngineKeys {
  const kept = files.read('keys.json');
  if (kept !== null) return JSON.parse(kept) as EngineKeys;
  const keys: EngineKeys = {
    loginCookieKey: randomBytes(80).toString('hex'),
    sessionKey: randomBytes(48).toString('hex'),
  };
  files.write('keys.json', JSON.stringify(keys));
  return keys;
}

export interface EngineConfigurationFacts {
  readonly port: number;
  readonly keys: EngineKeys;
  /** Path of the agent listener's certificate; the engine tells agents to expect exactly this one. */
  readonly agentCertificateFile: string;
  readonly agentPort: number;
  /** Longest share in minutes that the engine grants, whatever it is asked for. */
  readonly longestShareMinutes: number;
}

/**
 * The engine's whole configuration. It speaks plain HTTP on loopback, because both of our listeners stand before it.
 * The name in `cert` only has to contain a dot: without one the engine silently becomes a local-network server.
 */
export function engineConfiguration(facts: EngineConfigurationFacts): object {
  return {
    settings: {
      cert: 'engine.latchkey.internal',
      WANonly: true,
      exactPorts: true,
      port: facts.port,
      portBind: '127.0.0.1',
      aliasPort: facts.agentPort,
      redirPort: 0,
      mpsPort: 0,
      tlsOffload: '127.0.0.1',
      trustedProxy: '127.0.0.1',
      loginCookieEncryptionKey: facts.keys.loginCookieKey,
      sessionKey: facts.keys.sessionKey,
      // Our page listener binds a share to one browser by a cookie; addresses change under people on the move.
      cookieIpCheck: 'none',
      allowFraming: true,
      allowLoginToken: false,
      selfUpdate: false,
      autoBackup: false,
      // Remote agents are updated by our endpoint agent, which verifies what it runs; the engine never pushes a binary.
      noAgentUpdate: true,
      agentsInRam: false,
      agentTimeStampServer: false,
      amtManager: false,
      amtScanner: false,
      meshScanner: false,
      webRTC: false,
      webRtcConfig: { iceServers: [] },
      agentIdleTimeout: 150,
    },
    domains: {
      '': { title: 'Latchkey', newAccounts: false, guestDeviceSharing: false },
      [ENGINE_DOMAIN]: {
        title: 'Latchkey',
        newAccounts: false,
        certUrl: `file://${facts.agentCertificateFile}`,
        guestDeviceSharing: { maxSessionTime: facts.longestShareMinutes },
        allowSavingDeviceCredentials: false,
        consentMessages: { title: 'Latchkey', consentTimeout: 60 },
        notificationMessages: { title: 'Latchkey' },
      },
    },
  };
}

/**
 * The accounts that must exist before the engine listens: in a domain without any, whoever comes first becomes its
 * administrator. None has a password; ours are used by signed cookie only, and the one in the unused domain is locked.
 */
export function firstAccounts(now: Date): readonly object[] {
  const account = (domain: string, name: string, siteadmin: number) => ({
    _id: `user/${domain}/${name}`,
    type: 'user',
    name,
    domain,
    creation: Math.floor(now.getTime() / 1000),
    siteadmin,
    links: {},
  });
  const EVERYTHING = 0xffffffff;
  const LOCKED = 32;
  const NO_NEW_GROUPS_TOOLS_SETTINGS_OR_DEVICES = 64 | 128 | 1024 | 4096;
  return [
    account('', 'nobody', LOCKED),
    account(ENGINE_DOMAIN, SERVICE_ACCOUNT, EVERYTHING),
    account(ENGINE_DOMAIN, VIEWER_ACCOUNT, NO_NEW_GROUPS_TOOLS_SETTINGS_OR_DEVICES),
  ];
}
