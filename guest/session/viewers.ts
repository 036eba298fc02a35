import type { ServerToGuest } from '../../contracts/guest-protocol.js';
import type { Permission } from '../rfb/rfb-session.js';
import { SharedDesktop } from '../rfb/shared-desktop.js';
import type { Desktop } from '../screen/desktop.js';
import { DataChannel } from './data-channel.js';
import type { OpenViewer } from './session-state.js';

export type Opening = ServerToGuest & { type: 'open-channel' };

export interface ViewersOptions {
  readonly server: URL;
  readonly guestToken: string;
  readonly openDesktop: (lost: (error: Error) => void) => Promise<Desktop>;
  readonly allowed: () => Permission;
  readonly opened: (viewer: OpenViewer) => void;
  readonly closed: (channel: string) => void;
  readonly trouble: (error: Error) => void;
}

/** The viewers of this computer's screen: one channel each, one desktop for all, opened with the first. */
export class Viewers {
  private readonly channels = new Map<string, DataChannel>();
  private desktop: Promise<SharedDesktop> | undefined;

  constructor(private readonly options: ViewersOptions) {}

  async open({ channel, hostName, control, clipboard }: Opening): Promise<void> {
    const { server, guestToken, allowed, trouble } = this.options;
    const shared = await this.shared();
    if (this.channels.has(channel)) return;
    const may = () => ({ control: control && allowed().control, clipboard: clipboard && allowed().clipboard });
    const data = new DataChannel({ server, guestToken, channel, shared, may, title: hostName, trouble, closed: () => this.closed(channel) });
    this.channels.set(channel, data);
    this.options.opened({ channel, hostName, control: may().control });
  }

  close(channel: string): void {
    this.channels.get(channel)?.close();
  }

  closeAll(): void {
    for (const data of [...this.channels.values()]) data.close();
  }

  /** Lets go of every key that a viewer holds down; what it may is asked anew for the next one. */
  releaseKeys(): void {
    for (const data of this.channels.values()) data.release();
  }

  /** Ends all viewers and gives the desktop back. */
  async dispose(): Promise<void> {
    this.closeAll();
    const desktop = await this.desktop?.catch(() => undefined);
    this.desktop = undefined;
    desktop?.desktop.close();
  }

  private shared(): Promise<SharedDesktop> {
    this.desktop ??= this.options
      .openDesktop((error) => this.lostDesktop(error))
      .then((desktop) => new SharedDesktop(desktop))
      .catch((error: unknown) => {
        this.desktop = undefined;
        throw error;
      });
    return this.desktop;
  }

  private lostDesktop(error: Error): void {
    if (this.desktop === undefined) return;
    this.desktop = undefined;
    this.closeAll();
    this.options.trouble(error);
  }

  private closed(channel: string): void {
    if (this.channels.delete(channel)) this.options.closed(channel);
  }
}
