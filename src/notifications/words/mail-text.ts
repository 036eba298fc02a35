import type { Occurrence } from './event-facts.js';
import { plain, type Words, wordsOf } from './words-of.js';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** More in one mail nobody reads. */
const MOST = 30;

/** One mail for what a rule has gathered: as plain text, and the same as simple HTML in which nothing but our own marks is markup. */
export function mailText(ruleName: string, occurrences: readonly Occurrence[], publicUrl: string): MailText {
  const all = occurrences.map(wordsOf);
  const told = all.slice(0, MOST);
  const title = all.length === 1 ? all[0]!.title : `${all.length} notifications: ${all[0]?.title ?? ''}`;
  const more = all.length > MOST ? `… and ${all.length - MOST} more.` : '';
  const settings = `${publicUrl}/settings/notifications`;
  const why = `You get this because of the rule “${plain(ruleName)}”.`;
  return {
    subject: plain(`[Latchkey] ${title}`),
    text: [...told.map((words) => asText(words, publicUrl)), ...(more ? [more] : []), `--\n${why}\n${settings}\n`].join('\n\n'),
    html: asPage(
      `${told.map((words) => asHtml(words, publicUrl)).join('')}${more ? `<p>${escaped(more)}</p>` : ''}<hr><p style="color:#666;font-size:small">${escaped(why)} <a href="${escaped(settings)}">Notifications</a></p>`,
    ),
  };
}

/** What a test says. */
export function testMailText(publicUrl: string): MailText {
  const words: Words = { title: 'A test of Latchkey’s e-mail', lines: ['It arrived, so notifications will too.'], path: '/settings/notifications' };
  return { subject: `[Latchkey] ${words.title}`, text: `${asText(words, publicUrl)}\n`, html: asPage(asHtml(words, publicUrl)) };
}

/** A whole HTML mail; what goes into it is markup already. */
export function asPage(markup: string): string {
  return `<!doctype html><html><body style="font-family:sans-serif;line-height:1.45">${markup}</body></html>`;
}

function asText({ title, lines, path }: Words, publicUrl: string): string {
  return [title, ...lines.map((line) => `  ${line}`), `  ${publicUrl}${path}`].join('\n');
}

function asHtml({ title, lines, path }: Words, publicUrl: string): string {
  return `<h3 style="margin-bottom:4px"><a href="${escaped(publicUrl + path)}">${escaped(title)}</a></h3>${lines.map((line) => `<div>${escaped(line)}</div>`).join('')}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
