import type { Trouble } from '../../../contracts/agent-protocol.js';
import { minutes, SKEWED_BY_MS } from '../../network/network-failure.js';
import { askRelay, type RelayAnswer } from '../../network/relay-probe.js';
import { hasConnection } from '../../system/connections.js';
import { whyNotStarted } from '../../system/why-not-started.js';
import type { Hosting } from './hosting.js';

const QUARANTINED = 'RA-SEC-01';
const UNINSTALLED = 'RA-AGT-05';
const NOT_CONNECTED = 'RA-AGT-04';
const READ_ALONG = 'RA-NET-05';
const CLOCK_SKEW = 'RA-NET-07';
const SETTINGS_CHANGED = 'RA-CFG-04';

/** A remote agent connects within a second or two; until then nothing is wrong. */
const MAY_CONNECT_MS = 4_000;
/** The relay is asked, and the service manager of a running agent, no more often than this. */
const ASK_EVERY_MS = 5_000;
/** An older answer says nothing about now. */
const BELIEVED_MS = 15_000;
const LONGEST_DETAIL = 500;

/** What is known of the remote agent that is looked at. */
export interface Looked {
  readonly installed: boolean;
  readonly pid: number | undefined;
  readonly meshServer: URL;
  readonly settings: string;
  /** The certificate of the relay as it was while the remote agent was connected. */
  readonly relayCertificate: string | undefined;
}

/** Everything that can be seen to stand in the way of a MeshAgent, the most telling first. It asks the network only while the MeshAgent has no connection. */
export class TroubleWatch {
  private unconnectedSince: number | undefined;
  private asked: { readonly at: number; readonly href: string; readonly answer: RelayAnswer } | undefined;
  private isAsking = false;
  private service: { readonly at: number; readonly trouble: Trouble | null } | undefined;

  constructor(
    private readonly hosting: Hosting,
    private readonly skewMs: () => number,
    private readonly ask: typeof askRelay = askRelay,
  ) {}

  async look(looked: Looked): Promise<Trouble[]> {
    const found = await this.standing(looked);
    const skew = this.skewMs();
    if (Math.abs(skew) > SKEWED_BY_MS) found.push({ code: CLOCK_SKEW, detail: `the clock of this device is ${minutes(skew)}` });
    return found.map(({ code, detail }) => ({ code, detail: detail.slice(0, LONGEST_DETAIL) }));
  }

  /** The certificate at the relay, where the MeshAgent is connected and none is known yet; undefined until the relay has answered. */
  certificateOf({ pid, meshServer, relayCertificate }: Looked): string | undefined {
    if (pid === undefined || relayCertificate !== undefined || hasConnection(pid) !== true) return undefined;
    const answer = this.answerOf(meshServer);
    return answer && 'certificate' in answer ? answer.certificate : undefined;
  }

  private async standing({ installed, pid, meshServer, settings, relayCertificate }: Looked): Promise<Trouble[]> {
    if (!installed) {
      this.unconnectedSince = undefined;
      return [
        this.hosting.isUninstalled()
          ? { code: UNINSTALLED, detail: 'everything of the remote agent is gone, and no instruction removed it' }
          : { code: QUARANTINED, detail: `${this.hosting.binary} is gone while its settings are still there` },
      ];
    }
    const service = await this.serviceTrouble(pid);
    if (pid === undefined) {
      this.unconnectedSince = undefined;
      const why = whyNotStarted(this.hosting.binary, this.hosting.lastOutput());
      return [...(service ? [service] : []), { code: why.code, detail: why.message }];
    }
    const changed = this.hosting.hasSettings(settings) ? [] : [{ code: SETTINGS_CHANGED, detail: 'the settings file is not as it was written' }];
    return [...(service ? [service] : []), ...this.connectionTrouble(pid, meshServer, relayCertificate), ...changed];
  }

  private connectionTrouble(pid: number, meshServer: URL, relayCertificate: string | undefined): Trouble[] {
    if (hasConnection(pid) !== false) {
      this.unconnectedSince = undefined;
      return [];
    }
    this.unconnectedSince ??= performance.now();
    if (performance.now() - this.unconnectedSince < MAY_CONNECT_MS) return [];
    const answer = this.answerOf(meshServer);
    if (answer === undefined) return [];
    if ('failure' in answer) return [{ code: answer.failure.code, detail: `${meshServer.host}: ${answer.failure.message}` }];
    if (relayCertificate !== undefined && answer.certificate !== relayCertificate) {
      return [{ code: READ_ALONG, detail: `${meshServer.host} shows another certificate than before, issued by ${answer.issuer}` }];
    }
    return [{ code: NOT_CONNECTED, detail: `${meshServer.host} answers, but the remote agent has no connection` }];
  }

  /** What the relay answered last. It is asked meanwhile: instructions must not wait for a network that is silent. */
  private answerOf(meshServer: URL): RelayAnswer | undefined {
    const { href } = meshServer;
    if (!this.isAsking && !(this.asked?.href === href && this.isRecent(this.asked))) {
      this.isAsking = true;
      void this.ask(meshServer, this.skewMs()).then((answer) => {
        this.asked = { at: performance.now(), href, answer };
        this.isAsking = false;
      });
    }
    return this.asked?.href === href && performance.now() - this.asked.at < BELIEVED_MS ? this.asked.answer : undefined;
  }

  /** What the service manager says is wrong. Asked at every look only while nothing runs: it costs a process. */
  async serviceTrouble(pid: number | undefined): Promise<Trouble | null> {
    if (pid !== undefined && this.isRecent(this.service)) return this.service!.trouble;
    const trouble = await this.hosting.trouble();
    this.service = { at: performance.now(), trouble };
    return trouble;
  }

  private isRecent(asked: { readonly at: number } | undefined): boolean {
    return asked !== undefined && performance.now() - asked.at < ASK_EVERY_MS;
  }
}
