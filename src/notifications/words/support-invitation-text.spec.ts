import { type SupportInvitationFacts, supportInvitationText } from './support-invitation-text.js';

const FACTS: SupportInvitationFacts = {
  sessionId: '0192f0c1-0000-7000-8000-000000000001', sessionName: 'Printer <b>loud</b>', kind: 'support', hostName: 'Theo "T" Brandt\r\nBcc: x@evil.example', hostEmail: 'theo@northwind.example', organisation: 'Northwind',
  reason: null, plannedFor: null, expiresAt: new Date('2026-11-27T09:00:00Z'), madeAt: new Date('2026-11-26T09:00:00Z'), timeZone: 'Asia/Tokyo',
  link: 'https://latchkey.example/join#secret', code: 'ABC-DEF-GHJ', reportLink: 'https://latchkey.example/join/report#secret', joinUrl: 'https://latchkey.example/join',
};

describe('an invitation to a support session, in words', () => {
  it('says who invites whom for whom, by link and by code, until when in the reader’s time, and what to do when nobody asked', () => {
    const { subject, text } = supportInvitationText(FACTS);
    expect(subject).toMatch(/^Theo "T" Brandt.*\(Northwind\) invited you to a support session$/);
    for (const part of [FACTS.link, 'https://latchkey.example/join and enter the code ABC-DEF-GHJ', '18:00 (Asia/Tokyo)', `tell us: ${FACTS.reportLink}`]) expect(text).toContain(part);
  });

  it('takes what people have typed as text: no markup, no further header, no second line', () => {
    const { subject, html, replyTo, text } = supportInvitationText({ ...FACTS, reason: '<script>alert(1)</script>' });
    expect([subject, replyTo.name].join(' ')).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<b>|<script>/);
    expect(html).toContain('Printer &lt;b&gt;loud&lt;/b&gt;');
    expect(text).not.toMatch(/\r/);
  });

  it('leaves the code out where it would be too old, and brings an appointment where one is planned', () => {
    const { text, calendar } = supportInvitationText({ ...FACTS, code: null, plannedFor: new Date('2026-11-26T15:30:00Z') });
    expect(text).not.toContain('enter the code');
    const lines = calendar!.split('\r\n');
    expect(lines).toEqual(expect.arrayContaining(['BEGIN:VEVENT', 'DTSTART:20261126T153000Z', 'DTEND:20261126T160000Z', 'UID:0192f0c1-0000-7000-8000-000000000001']));
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(calendar).not.toMatch(/\nBcc:/);
  });
});
