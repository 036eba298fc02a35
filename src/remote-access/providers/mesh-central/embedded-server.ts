import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../platform/clock.js';
import { ProviderError } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import { ControlConnection } from './control-connection.js';
import { engineVersion } from './embedded-engine.js';
import { ENGINE_DOMAIN, VIEWER_ACCOUNT } from './engine-configuration.js';
import { EXPRESSIBLE_EMBEDDED } from './expressible-settings.js';
import { LoginCookieCipher } from './login-cookie.js';
import { judgeRelayCookie } from './relay-cookie.js';
import type { MeshCentralServer } from './server.js';

export interface EmbeddedServerOptions {
  readonly engineDir: string;
  readonly port: number;
  readonly serviceUser: string;
  readonly loginCookieKey: string;
  readonly agentHost: string;
  readonly clock: Clock;
  readonly log: ProviderLog;
}

/** The engine that Latchkey runs itself: reached on loopback with a cookie that we seal ourselves. */
export function embeddedServer(options: EmbeddedServerOptions): MeshCentralServer {
  const cipher = new LoginCookieCipher(options.loginCookieKey);
  const viewerAccount = `user/${ENGINE_DOMAIN}/${VIEWER_ACCOUNT}`;
  const accounts = new Set([options.serviceUser, viewerAccount]);
  const connect = (userid: string) =>
    new ControlConnection({
      log: options.log,
      address: () => {
        const auth = cipher.seal({ userid, domainid: ENGINE_DOMAIN }, options.clock.now());
        return { url: `ws://127.0.0.1:${options.port}/${ENGINE_DOMAIN}/control.ashx?auth=${encodeURIComponent(auth)}` };
      },
    });

  return {
    control: connect(options.serviceUser),
    expressible: EXPRESSIBLE_EMBEDDED,
    viewerAccount,
    agentHost: options.agentHost,
    behindOurListeners: true,
    administrationUrl: null,
    version: () => Promise.resolve(engineVersion(options.engineDir)),
    async agentBytes({ file }) {
      try {
        return await readFile(join(options.engineDir, 'node_modules', 'meshcentral', 'agents', file));
      } catch (error) {
        throw new ProviderError('rejected', `The engine's package lacks ${file}.`, { cause: error });
      }
    },
    pagePath: (url) => `${url.pathname}${url.search}`,
    openViewer: () => connect(viewerAccount),
    judgeRelayCookie: (cookie, now) => judgeRelayCookie(cipher, accounts, cookie, now),
  };
}
