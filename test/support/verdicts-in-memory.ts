import type { BrowserLaunch, EngineVerdicts, LaunchActivity } from '../../src/remote-access/engine-proxy/index.js';
import { sha256Hex } from '../../src/remote-access/engine-proxy/launch-cookies.js';
import type { RemoteAccessProvider } from '../../src/remote-access/provider.js';

/** A launch as the database would hold it. */
export interface OpenedLaunch {
  readonly entry: string;
  launch: BrowserLaunch;
  browserHash: string | null;
}

/** What web and core would answer from the database, kept in memory. */
export class VerdictsInMemory implements EngineVerdicts {
  readonly secrets = new Map<string, string>();
  readonly launches = new Map<string, OpenedLaunch>();
  readonly activities: [string, LaunchActivity][] = [];
  readonly connected = new Set<string>();
  provider: RemoteAccessProvider | null = null;

  async enterLaunch(entryHash: string, browserHash: string, _userAgent: string | null) {
    const opened = [...this.launches.values()].find((each) => sha256Hex(each.entry) === entryHash);
    if (!opened || opened.browserHash !== null) return null;
    opened.browserHash = browserHash;
    return { launchId: opened.launch.launchId, path: opened.launch.path, cookieSeconds: 600 };
  }
  async launchOfBrowser(browserHash: string) {
    return [...this.launches.values()].find((each) => each.browserHash === browserHash)?.launch ?? null;
  }
  async relayCookie(side: 'browser' | 'endpoint', cookie: string) {
    const claim = this.provider!.judgeRelayCookie(cookie, new Date());
    const live = [...this.launches.values()].some((each) => each.launch.live);
    return claim?.side === side && live ? { ...claim, launchId: null } : null;
  }
  launchActivity(launchId: string, activity: LaunchActivity) {
    this.activities.push([launchId, activity]);
  }
  async agentSecret(secretHash: string) {
    const deploymentId = this.secrets.get(secretHash);
    return deploymentId ? { deploymentId } : null;
  }
  agentConnected(deploymentId: string) {
    this.connected.add(deploymentId);
  }
  agentClosed(deploymentId: string) {
    this.connected.delete(deploymentId);
  }
}
