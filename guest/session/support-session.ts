import { release, type } from 'node:os';
import { GUEST_PROTOCOL_VERSION, type Consent, type Joined, type ServerToGuest } from '../../contracts/guest-protocol.js';
import { GUEST_VERSION } from '../guest-version.js';
import type { FromWindows } from '../gui/guest-view.js';
import type { Desktop } from '../screen/desktop.js';
import { serverAddress, readCode, type Destination } from '../start/where-to.js';
import { ControlLink } from './control-link.js';
import { joinSession, NotLetIn } from './join-session.js';
import { Retries } from './retries.js';
import { after, allowedNow, AT_START, NOTHING_ALLOWED, type Happening, type SessionState } from './session-state.js';
import { Viewers, type Opening } from './viewers.js';

export interface SessionOptions {
  readonly destination: Destination;
  readonly openDesktop: (lost: (error: Error) => void) => Promise<Desktop>;
  /** Called with every change. */
  readonly show: (state: SessionState) => void;
  /** The session is over, by whoever; called once. */
  readonly over: (end: NonNullable<SessionState['over']>) => void;
}

const PLATFORM = process.platform === 'win32' ? 'win-x64' : 'linux-x64';
const CANNOT_SHARE = 'RA-GST-03';

/** One guest's session, from the code to the Exit. Decides nothing itself: what happened goes through `after`, what follows is done here. */
export class SupportSession {
  private state = AT_START;
  private link: ControlLink | undefined;
  private viewers: Viewers | undefined;
  private silence: NodeJS.Timeout | undefined;
  private server: URL | null;
  private code: string | null;
  private isOver = false;
  private readonly joining = new Retries(() => void this.join());

  constructor(private readonly options: SessionOptions) {
    this.server = options.destination.server;
    this.code = options.destination.code;
  }

  start(): void {
    if (this.server === null || this.code === null) this.happened({ type: 'missing', server: this.server?.origin ?? null, error: null });
    else void this.join();
  }

  /** What the guest did in a window. */
  obey(wish: FromWindows): void {
    switch (wish.type) {
      case 'ready': return this.options.show(this.state);
      case 'exit': return this.end('guest');
      case 'chat': return this.chat(wish.text);
      case 'consent': return this.answer(wish.consent);
      case 'enrolment':
        this.link?.send({ type: 'enrolment', allowed: wish.allowed });
        return this.happened({ type: 'offer-answered' });
      case 'code': return this.typed(wish.code, wish.server);
    }
  }

  /** Answers the question on the screen; without one, takes back what was allowed but never allows more. */
  answer(consent: Consent): void {
    const wanted = this.state.question?.wants ?? this.state.consent;
    clearTimeout(this.silence);
    this.happened({ type: 'answered', consent: { view: consent.view && wanted.view, control: consent.control && wanted.control, clipboard: consent.clipboard && wanted.clipboard } });
    this.link?.send({ type: 'consent', consent: this.state.consent });
    if (!this.state.consent.view) this.viewers?.closeAll();
    else this.viewers?.releaseKeys();
  }

  /** Ends the viewers first, so that nothing of theirs is held down, then says good-bye. */
  async dispose(): Promise<void> {
    clearTimeout(this.silence);
    this.joining.stop();
    await this.viewers?.dispose();
    await this.link?.stop();
  }

  trouble(reason: string): void {
    this.happened({ type: 'trouble', reason });
  }

  private async join(): Promise<void> {
    const { server, code } = this;
    if (server === null || code === null || this.isOver) return;
    this.happened({ type: 'joining', server: server.origin });
    try {
      this.joined(server, await joinSession(server, code));
    } catch (error) {
      if (error instanceof NotLetIn) return this.happened({ type: 'missing', server: server.origin, error: error.message });
      this.joining.lost();
      this.happened({ type: 'lost', reason: (error as Error).message });
    }
  }

  private joined(server: URL, { guestToken, session }: Joined): void {
    if (this.isOver) return;
    this.happened({ type: 'joined', session });
    this.viewers = new Viewers({
      server, guestToken, openDesktop: this.options.openDesktop,
      allowed: () => allowedNow(this.state),
      opened: (viewer) => this.happened({ type: 'viewer-opened', viewer }),
      closed: (channel) => this.happened({ type: 'viewer-closed', channel }),
      trouble: (error) => this.trouble(error.message),
    });
    const client = { version: GUEST_VERSION, platform: PLATFORM, os: `${type()} ${release()}` };
    this.link = new ControlLink(server, { type: 'hello', protocol: GUEST_PROTOCOL_VERSION, guestToken, role: 'client', client }, {
      frame: (frame) => this.heard(frame),
      lost: (reason) => {
        clearTimeout(this.silence);
        this.viewers?.closeAll();
        this.happened({ type: 'lost', reason });
      },
      over: (end) => this.end(end),
    });
    this.link.dial();
  }

  private heard(frame: ServerToGuest): void {
    this.happened({ type: 'frame', frame });
    switch (frame.type) {
      case 'welcome':
        this.link?.send({ type: 'step', step: 'connected' });
        // The server may have been started anew, or know what another run allowed: what is allowed here is said again.
        if (this.state.consent.view || frame.consent !== null) this.link?.send({ type: 'consent', consent: this.state.consent });
        return;
      case 'ask-consent':
        this.viewers?.releaseKeys();
        clearTimeout(this.silence);
        this.silence = setTimeout(() => this.answer(NOTHING_ALLOWED), frame.withinMs);
        return;
      case 'open-channel': return void this.open(frame);
      case 'close-channel': return this.viewers?.close(frame.channel);
      case 'ended': return this.end(frame.reason);
      case 'state':
      case 'chat':
      case 'signal':
      case 'offer-enrolment':
    }
  }

  private async open(frame: Opening): Promise<void> {
    if (!this.state.consent.view) return this.report('The guest has not allowed this computer to be seen.');
    try {
      await this.viewers?.open(frame);
    } catch (error) {
      this.report((error as Error).message);
    }
  }

  private report(reason: string): void {
    this.link?.send({ type: 'trouble', code: CANNOT_SHARE, detail: reason });
    this.trouble(reason);
  }

  private chat(text: string): void {
    if (text.trim() === '') return;
    if (!this.link?.send({ type: 'chat', text: text.trim() })) this.trouble('The message was not sent: there is no connection.');
  }

  private typed(code: string, server: string): void {
    this.code = readCode(code);
    try {
      if (this.code === null) throw new Error('This is no code: it has nine letters and digits.');
      this.server = serverAddress(server);
      void this.join();
    } catch (error) {
      this.happened({ type: 'missing', server, error: (error as Error).message });
    }
  }

  private end(end: NonNullable<SessionState['over']>): void {
    if (this.isOver) return;
    this.isOver = true;
    if (end === 'guest') this.link?.send({ type: 'leave' });
    this.happened({ type: 'over', end });
    this.options.over(end);
  }

  private happened(happening: Happening): void {
    this.state = after(this.state, happening, new Date());
    this.options.show(this.state);
  }
}
