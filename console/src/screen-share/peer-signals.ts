/** What browsers say to each other on their way to a picture; the server relays it unread. */
export type PeerSignal = { readonly description: RTCSessionDescriptionInit } | { readonly candidate: RTCIceCandidateInit } | { readonly notSharing: true };

/** One connection to another browser. Signals are taken in the order in which they come. */
export class Peer {
  readonly connection: RTCPeerConnection;
  private work: Promise<void> = Promise.resolve();

  constructor(
    iceServers: readonly unknown[],
    private readonly send: (signal: PeerSignal) => void,
    private readonly onFailed: () => void = () => undefined,
  ) {
    this.connection = new RTCPeerConnection({ iceServers: iceServers as RTCIceServer[] });
    this.connection.onicecandidate = ({ candidate }) => candidate && send({ candidate: candidate.toJSON() });
    this.connection.onconnectionstatechange = () => {
      if (this.connection.connectionState === 'failed') this.onFailed();
    };
  }

  /** Offers what has been added to the connection. */
  offer(): void {
    this.then(async () => {
      await this.connection.setLocalDescription();
      this.sendOwn();
    });
  }

  /** `beforeAnswer` adds what this side has to show. */
  take(signal: PeerSignal, beforeAnswer: (connection: RTCPeerConnection) => void = () => undefined): void {
    this.then(async () => {
      if ('candidate' in signal) return this.connection.addIceCandidate(signal.candidate);
      if (!('description' in signal)) return;
      await this.connection.setRemoteDescription(signal.description);
      if (signal.description.type !== 'offer') return;
      beforeAnswer(this.connection);
      await this.connection.setLocalDescription();
      this.sendOwn();
    });
  }

  close(): void {
    this.connection.close();
  }

  private sendOwn(): void {
    const description = this.connection.localDescription;
    if (description) this.send({ description: { type: description.type, sdp: description.sdp } });
  }

  private then(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch(() => this.connection.signalingState === 'closed' || this.onFailed()).then(() => undefined);
  }
}
