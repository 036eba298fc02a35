import type { Occurrence } from './event-facts.js';
import { plain, wordsOf } from './words-of.js';

/** What is posted (Standard Webhooks): the kind, the moment, and all that is known. Made once; every try sends these very bytes. */
export function webhookBody(occurrence: Occurrence, publicUrl: string): string {
  const { id, event, facts, places, placeCount, subjectId, occurredAt } = occurrence;
  const { title, lines, path } = wordsOf(occurrence);
  return JSON.stringify({
    type: event,
    timestamp: occurredAt.toISOString(),
    data: {
      id, title, lines, url: `${publicUrl}${path}`, subjectId, ...facts,
      placeCount,
      places: places.map(({ siteId, siteName, clientName, devices }) => ({ siteId, siteName: plain(siteName), clientName: plain(clientName), devices })),
    },
  });
}

/** What a test posts. */
export function testBody(at: Date, webhookName: string, publicUrl: string): string {
  return JSON.stringify({
    type: 'test', timestamp: at.toISOString(),
    data: { title: 'A test of this webhook', lines: [`It is called “${plain(webhookName)}”.`], url: `${publicUrl}/settings/notifications?tab=webhooks` },
  });
}
