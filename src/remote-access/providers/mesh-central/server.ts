import type { RemoteAccessSettingKey } from '../../../../contracts/policy-settings.js';
import type { RelayClaim } from '../../provider.js';
import type { ControlConnection } from './control-connection.js';

/** One MeshCentral server and all that depends on whether it is ours or somebody else's. */
export interface MeshCentralServer {
  readonly control: ControlConnection;
  readonly expressible: ReadonlySet<RemoteAccessSettingKey>;
  /** Full id of the account that may only watch; null where there is none. */
  readonly viewerAccount: string | null;
  /** `host:port` that remote agents connect to. */
  readonly agentHost: string;
  /** Whether our page and agent listeners stand before it. */
  readonly behindOurListeners: boolean;
  /** Where its own administration is; null where nobody must get there. */
  readonly administrationUrl: string | null;
  version(): Promise<string | null>;
  agentBytes(agent: { readonly file: string; readonly number: number }): Promise<Buffer>;
  /** What a launch's URL becomes for the browser. */
  pagePath(this: void, url: URL): string;
  /** A short-lived connection as the viewer; null where there is no such account. */
  openViewer(): ControlConnection | null;
  judgeRelayCookie(cookie: string, now: Date): RelayClaim | null;
}
