import type { RemoteAgentEvidence } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import type { ClientSystem, FoundClient } from './client-system.js';

const PROVIDER = 'screen-connect';
const UNKNOWN = 'RA-SEC-05';
const BY_HAND = 'RA-AGT-12';
/** Looking costs processes on Windows and macOS, and strangers do not come by the second. */
const LOOK_EVERY_MS = 60_000;
/** One frame holds twenty remote agents of all providers. */
const MOST = 8;

/** Clients on this device that are not ours: of another instance, or of nobody's knowledge. They are told of; only an order that names one's place removes it. */
export class ForeignClients {
  private seen: { readonly at: number; readonly own: string | undefined; readonly evidence: readonly RemoteAgentEvidence[] } | undefined;

  constructor(
    private readonly device: ClientSystem,
    /** Whether our own lies among them. */
    private readonly holdsOurs: boolean,
  ) {}

  async observe(own: string | undefined): Promise<readonly RemoteAgentEvidence[]> {
    const now = performance.now();
    if (!this.seen || this.seen.own !== own || now - this.seen.at > LOOK_EVERY_MS) {
      const found = await this.found(own);
      const evidence = await Promise.all(found.slice(0, MOST).map((client) => this.evidenceOf(client, client.fingerprint === own)));
      this.seen = { at: now, own, evidence };
    }
    return this.seen.evidence;
  }

  async remove(place: string, own: string | undefined): Promise<string> {
    const client = (await this.found(own)).find((each) => each.place === place);
    if (!client) throw new CodedFailure('RA-ELG-04', `no client of another instance lies at ${place}`, 'refused');
    const gone = await this.device.remove(client.fingerprint);
    this.seen = undefined;
    const left = this.device.removable.filter((part) => !gone.includes(part));
    if (left.length > 0) throw new CodedFailure('RA-RMV-03', `still there: ${left.join(', ')}`);
    return 'removed';
  }

  private async found(own: string | undefined): Promise<readonly FoundClient[]> {
    return (await this.device.clients()).filter(({ fingerprint }) => !this.holdsOurs || fingerprint !== own);
  }

  private async evidenceOf(client: FoundClient, isSameInstance: boolean): Promise<RemoteAgentEvidence> {
    const { fingerprint, place, parameters } = client;
    const trouble = isSameInstance
      ? { code: BY_HAND, detail: 'it belongs to the same instance, and was installed by hand' }
      : { code: UNKNOWN, detail: `it belongs to instance ${fingerprint}, by way of ${parameters?.relayHost ?? 'an unknown relay'}` };
    return {
      provider: PROVIDER,
      installed: true,
      running: (await this.device.processId(client)) !== undefined,
      place,
      ...(parameters?.sessionId && { remoteId: parameters.sessionId }),
      troubles: [trouble],
    };
  }
}
