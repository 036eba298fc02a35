import { NOTIFICATION_EVENTS } from '../../../contracts/notification-events.js';
import type { EventPlace, Occurrence } from './event-facts.js';
import { mailText } from './mail-text.js';
import { webhookBody } from './webhook-body.js';
import { plain, wordsOf } from './words-of.js';

const URL_ = 'https://latchkey.northwind.example';
const place = (siteName: string, devices: number, names: string[] = []): EventPlace => ({ siteId: siteName, siteName, clientName: 'Bakery Brown', devices, names });
const occurrence = (more: Partial<Occurrence> = {}): Occurrence => {
  const { places = [place('Shop', 3, ['oven', 'till'])] } = more;
  const devices = places.reduce((sum, at) => sum + at.devices, 0);
  return { id: 'n1', event: 'device.failed', subjectId: null, facts: { code: 'RA-NET-02' }, places, placeCount: places.length, devices, occurredAt: new Date('2026-11-26T09:00:00Z'), ...more };
};

describe('what happened, in words', () => {
  it('says how many devices, why, what to do, and where', () => {
    const { title, lines, path } = wordsOf(occurrence());
    expect(title).toMatch(/^3 devices have failed: \w/);
    expect(lines).toEqual([expect.stringMatching(/^RA-NET-02: /), expect.stringMatching(/^What to do: /), 'Bakery Brown › Shop: oven, till and 1 more']);
    expect(path).toBe('/devices?errorCode=RA-NET-02');
  });

  it('says one device where it is one, and a code that it does not know as it is', () => {
    expect(wordsOf(occurrence({ facts: { code: 'RA-NEW-99' }, places: [place('Shop', 1, ['oven'])] })).title).toBe('1 device has failed: RA-NEW-99');
  });

  it('names the first sites, and counts the others', () => {
    const places = Array.from({ length: 8 }, (_, at) => place(`Site ${7 - at}`, 8 - at));
    const { lines } = wordsOf(occurrence({ places }));
    expect(lines.slice(2)).toEqual(['Bakery Brown › Site 7: 8 devices', 'Bakery Brown › Site 6: 7 devices', 'Bakery Brown › Site 5: 6 devices', 'Bakery Brown › Site 4: 5 devices', 'Bakery Brown › Site 3: 4 devices', 'and 3 more sites']);
  });

  it.each([...NOTIFICATION_EVENTS, 'webhook.disabled' as const])('has a title and a page of the console for %s, also where little is known', (event) => {
    const { title, path } = wordsOf(occurrence({ event, facts: {}, places: [], subjectId: 'x' }));
    expect(title).toMatch(/^\S.{5}/);
    expect(path).toMatch(/^\/[a-z]/);
  });

  it('is one plain line, whatever a device calls itself', () => {
    expect(plain('a\u202Eb\r\nBcc: x\u0000\u001b[31m')).toBe('a b Bcc: x [31m');
    expect(plain('x'.repeat(500))).toHaveLength(200);
  });
});

describe('a mail of what happened', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&';

  it('is markup only where we say so', () => {
    const { html, text } = mailText(hostile, [occurrence({ event: 'unknown-remote-agent.found', facts: { provider: hostile, place: hostile }, places: [place(hostile, 1, [hostile])] })], URL_);
    expect(html).not.toContain('<img');
    expect(html.match(/&lt;img/g)!.length).toBeGreaterThanOrEqual(4);
    expect([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag).filter((tag) => !['html', 'body', 'h3', 'a', 'div', 'hr', 'p'].includes(tag!))).toEqual([]);
    expect(text).toContain(hostile);
  });

  it('names the one thing in its subject, or how many there are', () => {
    expect(mailText('Desk', [occurrence({ event: 'provider.down', facts: { name: 'Embedded' }, places: [] })], URL_).subject).toBe('[Latchkey] The provider “Embedded” is down');
    expect(mailText('Desk', [occurrence(), occurrence()], URL_).subject).toMatch(/^\[Latchkey\] 2 notifications: 3 devices/);
  });

  it('links back to the console, and says why it came', () => {
    const { text, html } = mailText('Desk', [occurrence()], URL_);
    for (const part of [`${URL_}/devices?errorCode=RA-NET-02`, `${URL_}/settings/notifications`, 'the rule “Desk”']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
  });

  it('tells of so many, and counts the rest', () => {
    const { text } = mailText('Desk', Array.from({ length: 40 }, () => occurrence()), URL_);
    expect(text.match(/devices have failed/g)).toHaveLength(30);
    expect(text).toContain('… and 10 more.');
  });
});

describe('the body of a webhook', () => {
  it('has the kind, the moment, the words and the facts', () => {
    expect(JSON.parse(webhookBody(occurrence(), URL_))).toMatchObject({
      type: 'device.failed', timestamp: '2026-11-26T09:00:00.000Z',
      data: { id: 'n1', code: 'RA-NET-02', url: `${URL_}/devices?errorCode=RA-NET-02`, placeCount: 1, places: [{ siteName: 'Shop', devices: 3 }] },
    });
  });

  it('says how many sites there are, also where it does not name them all', () => {
    const { data } = JSON.parse(webhookBody(occurrence({ places: [place('Shop', 1)], placeCount: 150 }), URL_));
    expect([data.placeCount, data.places.length]).toEqual([150, 1]);
  });
});
