import { request } from 'node:http';
import { WebhookCatcher } from './webhook-catcher.js';
import { EVENT, EXTENSION, filterOf, ScreenConnectDouble, type DoubleSession } from './index.js';

interface Heard {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

const SECRET = 'the-secret-of-the-double';
const ROW = { SessionType: 2, Name: "O'Neil's desk", CustomProperty1: 'Harbour Dental', GuestConnectedCount: 1 };

describe('the double of ScreenConnect', () => {
  let double: ScreenConnectDouble;
  let port: number;

  beforeEach(async () => {
    double = new ScreenConnectDouble();
    port = await double.start();
  });
  afterEach(() => double.stop());

  function hear(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers: { ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) } }, (answer) => {
        let text = '';
        answer.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
        answer.once('error', reject);
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }

  const ask = (name: string, body: unknown, { method = 'POST', secret = SECRET, ...headers }: Record<string, string> = {}) =>
    hear(`/App_Extensions/${EXTENSION}/Service.ashx/${name}`, {
      method,
      headers: { ctrlauthheader: secret, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const list = async (name: string, body: unknown) => JSON.parse((await ask(name, body)).text) as Record<string, unknown>[];
  const errorOf = ({ status, text }: Heard) => [status, (JSON.parse(text) as { message: string }).message];

  function desk(parameters = 'e=Access&y=Guest&c=Harbour%20Dental&c=Front') {
    const agent = double.install({ machineName: 'FRONT-DESK', serial: 'SN-1', parameters });
    return { agent, session: agent.connect() };
  }

  describe('2.0 the rules of the extension', () => {
    it('takes an array by position and an object by name, with GET and with POST', async () => {
      const { session } = desk();
      for (const method of ['GET', 'POST'])
        for (const body of [[session.sessionId], { sessionID: session.sessionId }]) {
          const [found] = JSON.parse((await ask('GetSessionBySessionID', body, { method })).text) as { SessionID: string }[];
          expect(found!.SessionID).toBe(session.sessionId);
        }
    });

    it('answers a void method with nothing', async () => {
      expect(await ask('AddNoteToSession', [desk().session.sessionId, 'a note'])).toMatchObject({ status: 200, text: '' });
    });

    it('says what was wrong in its own words', async () => {
      expect(errorOf(await ask('GetSessionBySessionID', ['x'], { secret: 'another' }))).toEqual([401, 'Needs permission']);
      expect(errorOf(await ask('EndSession', ['x']))).toEqual([500, 'Web method does not exist']);
      expect(errorOf(await ask('GetSessionBySessionID', { id: 'x' }))).toEqual([500, 'Unknown parameter: id']);
    });

    it('is a page that cannot be found where the extension is not installed', async () => {
      double.switches.extensionMissing = true;
      const { status, text } = await ask('GetSessionsByFilter', [`SessionType = 'Access'`]);
      expect([status, /^<!DOCTYPE html>.*cannot be found/s.test(text)]).toEqual([404, true]);
    });

    it('asks for its origin only when one is set', async () => {
      expect((await ask('GetSessionBySessionID', ['x'])).status).toBe(200);
      double.switches.allowedOrigin = 'https://remote.example.org';
      expect((await ask('GetSessionBySessionID', ['x'])).status).toBe(403);
      expect((await ask('GetSessionBySessionID', ['x'], { origin: 'https://remote.example.org' })).status).toBe(200);
    });

    it('stops taking an old secret at once', async () => {
      double.switches.secret = 'a-rotated-secret';
      expect((await ask('GetSessionBySessionID', ['x'])).status).toBe(401);
    });

    it('counts calls by the minute where it is told to', async () => {
      double.switches.callsPerMinute = 2;
      const seen = [];
      for (let i = 0; i < 3; i++) seen.push(await ask('GetSessionBySessionID', ['x']));
      expect(seen.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(seen[2]!.headers['retry-after']).toBe('7');
    });
  });

  describe('2.1 the methods', () => {
    it('make support sessions and meetings, and never an access session', async () => {
      const made = JSON.parse((await ask('CreateSession', [0, 'Help', false, 'Ab12', ['Harbour Dental']])).text) as Record<string, unknown>;
      expect(made).toMatchObject({ SessionType: 0, Name: 'Help', Code: 'Ab12', CustomPropertyValues: ['Harbour Dental', '', '', '', '', '', '', ''] });
      expect((await ask('CreateSession', [2, 'Desk', false, '', []])).status).toBe(500);
      expect(double.store.sessions.size).toBe(1);
    });

    it('answer a session by its id as a list, and an unknown one as an empty list', async () => {
      expect(await list('GetSessionBySessionID', ['5d1e28ad-0000-4000-8000-000000000000'])).toEqual([]);
      expect(await list('GetSessionBySessionID', [desk().session.sessionId])).toHaveLength(1);
    });

    it('replace all eight custom properties, whatever was there', async () => {
      const { session } = desk();
      await ask('UpdateSessionCustomProperties', [session.sessionId, ['Other', 'Place']]);
      expect(session.properties).toEqual(['Other', 'Place', '', '', '', '', '', '']);
    });

    it('queue a command, whose output comes as an event of its own', async () => {
      const { session } = desk();
      await ask('SendCommandToSession', [session.sessionId, 'x'.repeat(6_000)]);
      const { Events } = JSON.parse((await ask('GetSessionDetailsBySessionID', [session.sessionId])).text) as { Events: { EventType: number; Data: string }[] };
      expect(Events.slice(-2).map(({ EventType, Data }) => [EventType, Data.length])).toEqual([[EVENT.QueuedCommand, 6_000], [EVENT.RanCommand, 5_000]]);
    });

    it('take a message with two or with three parameters, as the sources disagree', async () => {
      const { session } = desk();
      expect((await ask('SendMessageToSession', [session.sessionId, 'Rosa', 'hello'])).status).toBe(500);
      double.switches.messageArity = 3;
      expect((await ask('SendMessageToSession', [session.sessionId, 'Rosa', 'hello'])).status).toBe(200);
    });

    it('lack the filter in an old extension', async () => {
      double.switches.oldExtension = true;
      expect(errorOf(await ask('GetSessionsByFilter', [`SessionType = 'Access'`]))).toEqual([500, 'Web method does not exist']);
      expect((await ask('GetSessionsByName', [''])).status).toBe(200);
    });

    it('show a session in the forms in which servers differ', async () => {
      const { session } = desk();
      Object.assign(double.switches, { sessionTypeAsText: true, propertiesAsObject: true, withoutGuestInfo: true, neverWithoutZone: true });
      const [shown] = await list('GetSessionBySessionID', [session.sessionId]);
      expect(shown).toMatchObject({ SessionType: 'Access', CustomProperties: { CustomProperty1: 'Harbour Dental' }, LastGuestDisconnectedEventTime: '0001-01-01T00:00:00' });
      expect(Object.keys(shown!)).not.toEqual(expect.arrayContaining(['GuestInfo']));
      expect(shown).not.toHaveProperty('GuestConnectedCount');
      expect(shown!.LastGuestConnectedEventTime).toMatch(/\.\d{7}Z$/);
    });

    it('cut a long list off without a word', async () => {
      for (let i = 0; i < 4; i++) desk();
      double.switches.truncateAt = 3;
      expect(await list('GetSessionsByFilter', [`SessionType = 'Access'`])).toHaveLength(3);
    });
  });

  describe('8.1 a filter', () => {
    it.each([
      [`SessionType = 'Access'`, true],
      ['SessionType = 2', true],
      [`SessionType = 'Support'`, false],
      [`Name = 'o''neil''s desk'`, true],
      [`Name LIKE 'O*' AND Name LIKE '%desk'`, true],
      [`Name LIKE '*neil*'`, true],
      [`Name LIKE 'neil*'`, false],
      [`NOT Name LIKE 'O*' OR CustomProperty1 IN ('x', 'Harbour Dental')`, true],
      [`NOT (Name LIKE 'O*' OR CustomProperty1 = 'x')`, false],
      ['GuestConnectedCount + 1 >= 2 AND GuestConnectedCount * 2 <> 3', true],
      [`LEN(TRIM(' ab ')) = 2 AND SUBSTRING(Name, 1, 1) = 'O' AND IIF(SessionType = 2, 'y', 'n') = 'y'`, true],
    ])('%s is %s', (text, kept) => {
      expect(filterOf(text)(ROW)).toBe(kept);
    });

    it.each([`Name = 'x`, 'Name =', 'Nothing = 1', `Name LIKE 'a*b'`, `Name = 'a' 'b'`, '', `Name = 'a';`, 'DROP(Name)'])('that says “%s” is an error', (text) => {
      expect(() => filterOf(text)(ROW)).toThrow();
    });

    it('that is bad or empty is refused with 500', async () => {
      desk();
      for (const filter of [null, '', `Name = '`]) expect((await ask('GetSessionsByFilter', [filter])).status).toBe(500);
    });
  });

  describe('1.6, 2.9 and 3.1 what anybody may read', () => {
    it('is the version in a header, unless a proxy hides it, and the facts of a client in the script', async () => {
      expect((await hear('/', { method: 'HEAD' })).headers.server).toBe('ScreenConnect/26.1.5.9500');
      double.switches.hidesServerHeader = true;
      expect((await hear('/', { method: 'HEAD' })).headers.server).toBe('Microsoft-HTTPAPI/2.0');
      const { text } = await hear('/Script.ashx');
      expect(text).toMatch(/"productVersion":"26\.1\.5\.9500","instanceUrlScheme":"sc-0123456789abcdef".*"k":"BgIAAACkAABSU0Ex/);
    });

    it('is an installer of each kind with the right first bytes, the same for the same address', async () => {
      const begins: Record<string, string> = { msi: '\xd0\xcf\x11\xe0', exe: 'MZ', pkg: 'xar!', deb: '!<arch>', rpm: '\xed\xab\xee\xdb', sh: '#!/bin/sh' };
      for (const [format, first] of Object.entries(begins)) expect((await hear(`/Bin/ScreenConnect.ClientSetup.${format}?e=Access&y=Guest`)).text.startsWith(first)).toBe(true);
      const [one, again, other] = await Promise.all(['c=A', 'c=A', 'c=B'].map((rest) => hear(`/Bin/ScreenConnect.ClientSetup.msi?e=Access&${rest}`)));
      expect([one!.text === again!.text, one!.text === other!.text]).toEqual([true, false]);
      expect(double.installers.at(-1)).toMatchObject({ format: 'msi', parameters: [['e', 'Access'], ['c', expect.any(String)]] });
    });

    it('is no installer under another base name', async () => {
      expect((await hear('/Bin/ConnectWiseControl.ClientSetup.msi')).status).toBe(404);
    });
  });

  describe('3 and 8.6 an agent', () => {
    it('has a session from its first connection on, under an id that was made on the device', async () => {
      const agent = double.install({ machineName: 'FRONT-DESK', parameters: 'e=Access&y=Guest&c=A&c=&c=C' });
      expect(double.store.sessions.size).toBe(0);
      expect(agent.connect()).toMatchObject({ sessionId: agent.sessionId, properties: ['A', '', 'C', '', '', '', '', ''] });
      expect(/[?&]s=([0-9a-fA-F-]{36})/.exec(agent.imagePath('0123456789abcdef'))![1]).toBe(agent.sessionId);
    });

    it('brings a deleted session back, and does not after an uninstallation that it hears of later', () => {
      const { agent, session } = desk();
      double.store.delete(session.sessionId);
      agent.disconnect();
      expect(agent.connect().sessionId).toBe(session.sessionId);
      agent.disconnect();
      double.store.record(double.store.sessions.get(session.sessionId)!, EVENT.QueuedUninstallAndDelete);
      agent.connect();
      expect([agent.installed, double.store.sessions.size]).toEqual([false, 0]);
      expect(() => agent.connect()).toThrow('not installed');
    });

    it('gets another id with another image, beside the offline one', () => {
      const [first, second] = [desk(), desk()];
      expect(first.session.sessionId).not.toBe(second.session.sessionId);
      expect(first.session.guestInfo.MachineSerialNumber).toBe(second.session.guestInfo.MachineSerialNumber);
    });
  });

  describe('4 a join link', () => {
    it('names a group that there is, or none', () => {
      const { session } = desk();
      const opens = (group: string) => double.hosts.open(`https://localhost/Host#Access/${group}//${session.sessionId}/Join`, 'rosa') !== null;
      expect([opens(''), opens('All%20Machines'), opens('Alle%20Rechner')]).toEqual([true, true, false]);
      expect(session.connections.map(({ participantName }) => participantName).filter((name) => name !== '')).toEqual(['rosa', 'rosa']);
    });
  });

  describe('5 a guest', () => {
    it('joins by code without regard to case, by the public list or by invitation, and leaves', async () => {
      await ask('CreateSession', [0, 'By code', false, 'Ab12', []]);
      await ask('CreateSession', [0, 'For all', true, '', []]);
      const { guests } = double;
      const session = guests.byCode('aB12') as DoubleSession;
      expect([session.name, guests.publicList(), guests.byInvitation(session.sessionId)?.name, guests.byCode('')]).toEqual(['By code', ['For all'], 'By code', null]);
      const connection = guests.join(session, 'Rosa');
      guests.say(session, connection, 'hello');
      guests.leave(session, connection);
      expect(session.events.map(({ type }) => type)).toEqual([EVENT.CreatedSession, EVENT.InitiatedJoin, EVENT.Connected, EVENT.SentMessage, EVENT.Disconnected]);
    });
  });

  describe('7 an automation', () => {
    it('posts names in Event and Connection and numbers inside Session; twice, late or never, as it likes', async () => {
      const catcher = await WebhookCatcher.start();
      try {
        double.switches.triggerTarget = catcher.url;
        desk();
        await double.triggers.settled();
        const connected = catcher.bodies.find(({ Event }) => Event.EventType === 'Connected')!;
        expect(connected).toMatchObject({ Connection: { ProcessType: 'Guest' }, Session: { SessionType: 2, ActiveConnections: [{ ProcessType: 2 }] } });
        const once = catcher.bodies.length;
        for (const [delivery, times] of [['twice', 2], ['lost', 0], ['out of order', 1]] as const) {
          catcher.bodies.length = 0;
          double.triggers.delivery = delivery;
          desk();
          await double.triggers.settled();
          expect([delivery, catcher.bodies.length]).toEqual([delivery, once * times]);
        }
      } finally {
        await catcher.stop();
      }
    });
  });
});
