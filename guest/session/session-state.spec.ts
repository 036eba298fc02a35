import type { Consent, ServerToGuest, SessionForGuest } from '../../contracts/guest-protocol.js';
import { guestView } from '../gui/guest-view.js';
import { after, allowedNow, AT_START, NOTHING_ALLOWED, presence, type Happening, type SessionState } from './session-state.js';

const NOON = new Date('2026-06-01T12:00:00Z');
const ALL: Consent = { view: true, control: true, clipboard: true };
const session: SessionForGuest = { id: 's1', name: 'Printer', kind: 'support', organisation: 'Riverside Dental', hostName: 'Dana Reyes', reason: null, expiresAt: '2026-06-01T14:00:00Z', may: ALL };
const welcome: ServerToGuest = { type: 'welcome', session, guestName: 'Front desk', step: 'connected', admitted: false, consent: null, hosts: [], chat: [], currentClientVersion: '1.0.0' };
const ask: ServerToGuest = { type: 'ask-consent', hostName: 'Dana Reyes', organisation: 'Riverside Dental', reason: 'The printer', wants: ALL, withinMs: 60_000 };
const frame = (each: ServerToGuest): Happening => ({ type: 'frame', frame: each });
const viewer = (channel: string, hostName = 'Dana Reyes', control = true): Happening => ({ type: 'viewer-opened', viewer: { channel, hostName, control } });
const JOINING: Happening[] = [{ type: 'joining', server: 'https://help.example.org' }, { type: 'joined', session }, frame(welcome)];
const life = (...happenings: Happening[]): SessionState => [...JOINING, ...happenings].reduce((state, happening) => after(state, happening, NOON), AT_START);

describe('the icon of a guest’s session', () => {
  it.each([
    ['before it is connected', AT_START, 'disconnected'],
    ['when it is connected', life(), 'connected'],
    ['when a host looks', life(viewer('c1')), 'hosted'],
    ['when the last host has left', life(viewer('c1'), { type: 'viewer-closed', channel: 'c1' }), 'connected'],
    ['when one of two hosts has left', life(viewer('c1'), viewer('c2'), { type: 'viewer-closed', channel: 'c1' }), 'hosted'],
    ['when the server is gone', life(viewer('c1'), { type: 'lost', reason: 'ECONNREFUSED' }), 'disconnected'],
    ['when it has come back', life({ type: 'lost', reason: 'ECONNREFUSED' }, frame(welcome)), 'connected'],
  ])('%s', (_, state, expected) => expect(presence(state)).toBe(expected));
});

describe('what a guest is asked', () => {
  it('stands until it is answered', () => {
    expect(life(frame(ask)).question).toMatchObject({ hostName: 'Dana Reyes', wants: ALL, until: NOON.getTime() + 60_000 });
    expect(life(frame(ask), { type: 'answered', consent: ALL })).toMatchObject({ question: null, consent: ALL });
  });

  it('is gone with the connection, and nothing was allowed by it', () => {
    expect(life(frame(ask), { type: 'lost', reason: 'gone' })).toMatchObject({ question: null, consent: NOTHING_ALLOWED });
  });

  it('keeps every other hand off the keyboard while it stands', () => {
    expect(allowedNow(life({ type: 'answered', consent: ALL }, frame(ask)))).toEqual({ view: true, control: false, clipboard: true });
  });

  it('asks for no more than the session may, and allows no more', () => {
    const viewOnly = { ...session, may: { view: true, control: false, clipboard: false } };
    const state = life(frame({ ...welcome, session: viewOnly }), frame(ask));
    expect(state.question?.wants).toEqual(viewOnly.may);
    expect(after(state, { type: 'answered', consent: ALL }, NOON).consent).toEqual(viewOnly.may);
  });

  it('allows neither control nor the clipboard of what may not be seen', () => {
    expect(life({ type: 'answered', consent: { view: false, control: true, clipboard: true } }).consent).toEqual(NOTHING_ALLOWED);
  });

  it('is never answered by the server', () => {
    expect(life(frame({ type: 'state', step: 'connected', admitted: true, consent: ALL, hosts: [] })).consent).toEqual(NOTHING_ALLOWED);
    expect(life(frame({ ...welcome, consent: ALL })).consent).toEqual(NOTHING_ALLOWED);
  });
});

describe('what a guest sees', () => {
  it.each([
    [[viewer('c1')], 'Dana Reyes of Riverside Dental is controlling this computer'],
    [[viewer('c1', 'Dana Reyes', false)], 'Dana Reyes of Riverside Dental is viewing this computer'],
    [[viewer('c1'), viewer('c2', 'Sam Ito')], 'Dana Reyes and Sam Ito of Riverside Dental are controlling this computer'],
    [[viewer('c1', 'Dana Reyes', false), viewer('c2', 'Sam Ito')], 'Sam Ito of Riverside Dental is controlling this computer'],
    [[viewer('c1'), viewer('c2')], 'Dana Reyes of Riverside Dental is controlling this computer'],
  ])('is a banner that says who does what', (viewers, text) => expect(guestView(life(...viewers)).banner).toEqual({ text }));

  it('is no banner while nobody looks', () => expect(guestView(life()).banner).toBeNull());

  it('is the error that came last, with its time', () => {
    const view = guestView(life({ type: 'trouble', reason: 'first' }, { type: 'lost', reason: 'connect ECONNREFUSED' }, frame(welcome)));
    expect(view.lastError).toEqual({ text: 'connect ECONNREFUSED', at: NOON.toISOString() });
  });

  it('is each line of the chat once, also after a new welcome', () => {
    const line = { id: 'l1', from: 'host', name: 'Dana', text: 'Hello', at: NOON.toISOString() } as const;
    expect(guestView(life(frame({ type: 'chat', line }), frame({ type: 'chat', line }))).chat).toEqual([line]);
    expect(guestView(life(frame({ type: 'chat', line }), frame({ ...welcome, chat: [line] }))).chat).toEqual([line]);
  });

  it('is who asks and from where, in the dialog', () => {
    expect(guestView(life(frame(ask))).dialog).toMatchObject({ kind: 'consent', hostName: 'Dana Reyes', organisation: 'Riverside Dental', server: 'help.example.org', wants: ALL });
  });

  it('is an offer until it is answered, and then what is left to do', () => {
    const offer = frame({ type: 'offer-enrolment', organisation: 'Riverside Dental' });
    expect(guestView(life(offer)).dialog).toMatchObject({ kind: 'enrolment' });
    expect(guestView(life(offer, { type: 'offer-answered' })).dialog).toBeNull();
    expect(guestView(life(offer, { type: 'offer-answered' }, frame({ type: 'offer-enrolment', organisation: 'Riverside Dental', command: 'install' }))).dialog).toMatchObject({ kind: 'command', command: 'install' });
  });

  it('is why it is over', () => expect(guestView(life(frame({ type: 'ended', reason: 'host' }))).words).toContain('ended by the technician'));
});
