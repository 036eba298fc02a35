import type { NotificationEvent } from '../../../contracts/notification-events.js';

/** What is known of an occurrence, as it was when it happened; every text may come from a device and is hostile. */
export interface EventFacts {
  /** Of the error catalogue. */
  readonly code?: string | null;
  readonly name?: string;
  readonly title?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly provider?: string;
  readonly place?: string;
  readonly version?: string | null;
}

/** A site where it happened, as far as whoever is told may know of it. */
export interface EventPlace {
  readonly siteId: string;
  readonly siteName: string;
  readonly clientName: string;
  /** 0: not counted. */
  readonly devices: number;
  /** Some of the devices. */
  readonly names: readonly string[];
}

/** An occurrence for somebody: with the places that he may know of. */
export interface Occurrence {
  readonly id: string;
  readonly event: ToldEvent;
  readonly subjectId: string | null;
  readonly facts: EventFacts;
  /** Those with the most devices first, and not all where there are very many. */
  readonly places: readonly EventPlace[];
  readonly placeCount: number;
  /** At all places together. */
  readonly devices: number;
  readonly occurredAt: Date;
}

/** What notifications themselves have to tell, which needs no rule. */
export const OWN_EVENTS = ['webhook.disabled'] as const;
export type ToldEvent = NotificationEvent | (typeof OWN_EVENTS)[number];
