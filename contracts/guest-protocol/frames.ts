import type { ProofOfWork } from './proof-of-work.js';
import type { Consent, EndReason, GuestStep, SupportSessionKind } from './vocabulary.js';

/** One line of the conversation, kept with the session. `at` is RFC 3339. */
export interface ChatLine {
  readonly id: string;
  readonly from: 'host' | 'guest' | 'system';
  readonly name: string;
  readonly text: string;
  readonly at: string;
}

/** Somebody who looks at the guest's screen now. */
export interface PresentHost {
  readonly name: string;
  readonly mode: 'view' | 'control';
}

/** What the guest is shown about the session: verified by the server, never free text of the host except the session's name. */
export interface SessionForGuest {
  readonly id: string;
  readonly name: string;
  readonly kind: SupportSessionKind;
  readonly organisation: string;
  readonly hostName: string;
  readonly reason: string | null;
  readonly expiresAt: string;
  readonly may: Consent;
}

/**
 * Body of `POST /guest/v1/join`: exactly one of `code` and `token`. While somebody is guessing the answer is 429 RA-GST-02 with a
 * `proofOfWork` to solve ({@link ProofOfWorkChallenge}); every other refusal of a code is one and the same RA-GST-01.
 */
export interface JoinRequest {
  readonly code?: string;
  readonly token?: string;
  /** How the guest wants to be called; the host sees it. */
  readonly name?: string;
  readonly proofOfWork?: ProofOfWork;
}

/** Answer of `POST /guest/v1/join`. The guest token opens the control socket, again and again until the guest ends. */
export interface Joined {
  readonly guestToken: string;
  readonly session: SessionForGuest;
  /** For the file name of the client (`support-ABC-DEF-GHJ`): joins this same guest, once. Null where the client itself joined. */
  readonly clientCode: string | null;
}

export type GuestToServer =
  /** First frame, within 10 s. `role` tells the page from the client; only one socket of each role lives, the newer one. */
  | { readonly type: 'hello'; readonly protocol: number; readonly guestToken: string; readonly role: 'page' | 'client'; readonly client?: { readonly version: string; readonly platform: string; readonly os: string } }
  | { readonly type: 'step'; readonly step: GuestStep; readonly os?: string }
  | { readonly type: 'chat'; readonly text: string }
  /** Answer to `ask-consent`; everything false is a refusal. May come again later with less (withdrawn) or, asked anew, with more. */
  | { readonly type: 'consent'; readonly consent: Consent }
  /** The client could not do something: a code of the catalogue (RA-GST-…) and its own words. */
  | { readonly type: 'trouble'; readonly code: string; readonly detail: string }
  /** WebRTC of a browser that shares its screen: an offer, an answer or a candidate, for one viewer. */
  | { readonly type: 'signal'; readonly viewer: string; readonly signal: unknown }
  /** Whether this device may be managed from now on (recorded permission). */
  | { readonly type: 'enrolment'; readonly allowed: boolean }
  /** The guest's Exit: ends this guest; in a support session that is the session. */
  | { readonly type: 'leave' };

export type ServerToGuest =
  | { readonly type: 'welcome'; readonly session: SessionForGuest; readonly guestName: string; readonly step: GuestStep; readonly admitted: boolean; readonly consent: Consent | null; readonly hosts: readonly PresentHost[]; readonly chat: readonly ChatLine[]; readonly currentClientVersion: string }
  /** Whatever of this changed: the whole, not the difference. */
  | { readonly type: 'state'; readonly step: GuestStep; readonly admitted: boolean; readonly consent: Consent | null; readonly hosts: readonly PresentHost[] }
  | { readonly type: 'chat'; readonly line: ChatLine }
  /** The host has admitted this guest, and wants to see the screen: to be asked on the guest's own screen. */
  | { readonly type: 'ask-consent'; readonly hostName: string; readonly organisation: string; readonly reason: string | null; readonly wants: Consent; readonly withinMs: number }
  /** A host's viewer waits: dial `GUEST_PATHS.data + '/' + channel` and speak RFB there. `control` false: drop keys and pointer. */
  | { readonly type: 'open-channel'; readonly channel: string; readonly hostName: string; readonly control: boolean; readonly clipboard: boolean }
  | { readonly type: 'close-channel'; readonly channel: string }
  /** A viewer of a screen that a browser shares came, or speaks; `iceServers` with the first frame of a viewer. */
  | { readonly type: 'signal'; readonly viewer: string; readonly signal: unknown; readonly iceServers?: readonly unknown[] }
  /** Offers to manage this device from now on; a `command` to run comes only after `enrolment {allowed: true}`. */
  | { readonly type: 'offer-enrolment'; readonly organisation: string; readonly command?: string }
  /** Nothing follows; the socket closes with `GUEST_CLOSE.ended`. */
  | { readonly type: 'ended'; readonly reason: EndReason };
