import { ApiProperty } from '@nestjs/swagger';
import { END_REASONS, type EndReason, GUEST_STEPS, type GuestStep, type SupportSessionKind } from '../../../contracts/guest-protocol.js';
import { pageOf } from '../../platform/http/page.view.js';
import type { SessionEndReason } from './end-session.js';
import type { SessionState } from './held-session.js';

export const SESSION_KINDS = ['support', 'meeting'] as const satisfies readonly SupportSessionKind[];
export const SESSION_END_REASONS = [...END_REASONS, 'at-provider'] as const satisfies readonly SessionEndReason[];
export const SESSION_STATES = ['created', 'guest-joining', 'guest-connected', 'host-connected', 'ended'] as const satisfies readonly SessionState[];

export class ConsentView {
  view!: boolean;
  control!: boolean;
  clipboard!: boolean;
}

/** Somebody who was let in by code or link, and how far he has come. */
export class SupportGuestView {
  id!: string;
  name!: string;
  @ApiProperty({ enum: GUEST_STEPS, enumName: 'GuestStep' })
  step!: GuestStep;
  os!: string | null;
  clientVersion!: string | null;
  clientPlatform!: string | null;
  /** The latest thing that did not work, by the status catalogue. */
  troubleCode!: string | null;
  troubleDetail!: string | null;
  /** Whether his page, or the program that he started, is connected now. */
  hasPage!: boolean;
  hasClient!: boolean;
  admittedAt!: Date | null;
  admittedByName!: string | null;
  /** What he was asked for last. */
  @ApiProperty({ type: ConsentView, nullable: true })
  wants!: ConsentView | null;
  /** What he has allowed; null while he has not answered. */
  @ApiProperty({ type: ConsentView, nullable: true })
  consent!: ConsentView | null;
  consentAt!: Date | null;
  @ApiProperty({ enum: ['none', 'offered', 'allowed', 'refused'], enumName: 'EnrolmentOffer' })
  enrolment!: 'none' | 'offered' | 'allowed' | 'refused';
  joinedAt!: Date;
  endedAt!: Date | null;
  @ApiProperty({ enum: END_REASONS, enumName: 'SupportEndReason', nullable: true })
  endReason!: EndReason | null;
}

export class SupportSessionView {
  id!: string;
  name!: string;
  @ApiProperty({ enum: SESSION_KINDS, enumName: 'SupportSessionKind' })
  kind!: SupportSessionKind;
  @ApiProperty({ enum: SESSION_STATES, enumName: 'SupportSessionState' })
  state!: SessionState;
  reason!: string | null;
  /** Null while it waits for somebody to take it. */
  hostId!: string | null;
  hostName!: string | null;
  isOwn!: boolean;
  clientId!: string | null;
  clientName!: string | null;
  siteId!: string | null;
  siteName!: string | null;
  /** Who asked for help, where a help widget was used. */
  requesterName!: string | null;
  requesterEmail!: string | null;
  plannedFor!: Date | null;
  createdAt!: Date;
  expiresAt!: Date;
  endedAt!: Date | null;
  @ApiProperty({ enum: SESSION_END_REASONS, enumName: 'SupportSessionEndReason', nullable: true })
  endReason!: SessionEndReason | null;
  /** Where it is held, when that is at a provider's own pages; nobody is told of its guests then but how many there are, by `state`. */
  providerName!: string | null;
  /** The page at which the host joins there with his own login; null for a session that is held here. */
  hostUrl!: string | null;
  @ApiProperty({ type: [SupportGuestView] })
  guests!: SupportGuestView[];
  version!: number;
}

export class SupportSessionPage extends pageOf(SupportSessionView) {}

export class SupportChatLineView {
  id!: string;
  @ApiProperty({ enum: ['host', 'guest', 'system'] })
  from!: 'host' | 'guest' | 'system';
  name!: string;
  text!: string;
  at!: Date;
}

export class SupportNoteView {
  id!: string;
  writtenByName!: string;
  text!: string;
  writtenAt!: Date;
}

/** What lets guests in, without what it reads. */
export class SupportPassView {
  id!: string;
  @ApiProperty({ enum: ['code', 'link', 'client-code'], enumName: 'SupportPassKind' })
  kind!: 'code' | 'link' | 'client-code';
  madeAt!: Date;
  expiresAt!: Date;
  uses!: number;
  /** Whether somebody can join by it now. */
  isOpen!: boolean;
}

/** An invitation by e-mail and what has become of it. */
export class SupportInvitationView {
  id!: string;
  recipient!: string;
  @ApiProperty({ enum: ['waiting', 'sent', 'failed'], enumName: 'SupportInvitationState' })
  state!: 'waiting' | 'sent' | 'failed';
  /** RA-GST-07 where it could not be sent. */
  errorCode!: string | null;
  /** What the mail server said to the latest try. */
  answer!: string | null;
  at!: Date;
  /** When the recipient said that he had not asked for it. */
  reportedAt!: Date | null;
}

export class PresentHostView {
  name!: string;
  @ApiProperty({ enum: ['view', 'control'], enumName: 'ScreenMode' })
  mode!: 'view' | 'control';
  guestId!: string | null;
}

export class SupportSessionDetailView extends SupportSessionView {
  @ApiProperty({ type: [SupportChatLineView] })
  chat!: SupportChatLineView[];
  @ApiProperty({ type: [SupportNoteView] })
  notes!: SupportNoteView[];
  @ApiProperty({ type: [SupportPassView] })
  passes!: SupportPassView[];
  @ApiProperty({ type: [SupportInvitationView] })
  invitations!: SupportInvitationView[];
  @ApiProperty({ type: [PresentHostView] })
  hosts!: PresentHostView[];
}

/** A code as it is shown, this once. */
export class NewSupportCodeView {
  /** `ABC-DEF-GHJ`. */
  code!: string;
  /** The same for the telephone. */
  words!: string[];
  expiresAt!: Date;
}

/** The only answer that ever holds code and link. */
export class NewSupportSessionView extends SupportSessionView {
  @ApiProperty({ type: NewSupportCodeView })
  code!: NewSupportCodeView;
  /** Opens the guest's page; its secret is in the fragment, which no server sees. */
  link!: string;
  linkExpiresAt!: Date;
}
