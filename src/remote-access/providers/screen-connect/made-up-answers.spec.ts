import fc from 'fast-check';
import { DEVICE, HARBOUR, ScreenConnectScene } from '../../../../test/support/screen-connect-scene.js';
import { ProviderError } from '../../provider.js';
import { parseProofMark } from './proof-mark.js';
import { DEFAULT_MAPPING } from './property-mapping.js';
import type { ScreenConnectProvider } from './screen-connect-provider.js';
import { endpointOf, readSession } from './session-record.js';

const ANSWERS = 2_000;
const SEED = 20_261;
const SESSION = '5d1e28ad-0000-4000-8000-000000000001';
const KEY = `lk1.${HARBOUR.id}`;

/** Values that a careless reader believes. */
const odd = fc.oneof(
  fc.constantFrom(null, true, 0, 1, 2, -1, 1e308, '', 'Access', 'Guest', SESSION, KEY, '0001-01-01T00:00:00', '2026-13-99T99:99:99Z', '9'.repeat(3_000), '\u0000', '__proto__'),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Mostly what a server says, so that the rest of the answer is read at all. */
const mostly = (value: unknown) => fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd });
const time = fc.oneof(fc.constantFrom('2026-11-02T08:00:00.1234567Z', '2026-13-99T99:99:99Z', '2026-02-30T08:00:00Z', '0001-01-01T00:00:00'), odd);
const properties = fc.oneof(
  { weight: 3, arbitrary: fc.constant(['A', 'B', '', '', KEY, `lk1.${DEVICE}.${'0'.repeat(32)}`, '', '']) },
  { weight: 1, arbitrary: fc.array(odd, { maxLength: 10 }) },
  { weight: 1, arbitrary: odd },
);
const connection = fc.record({ ConnectionID: odd, ProcessType: fc.oneof(fc.constantFrom(1, 2, 'Guest'), odd), ParticipantName: odd, ConnectedTime: time }, { requiredKeys: ['ProcessType'] });
const session = fc.record(
  {
    SessionID: mostly(SESSION), SessionType: mostly(2), Name: odd, CustomPropertyValues: properties, CustomProperties: odd,
    ActiveConnections: fc.oneof(fc.array(connection, { minLength: 1, maxLength: 3 }), fc.array(odd, { maxLength: 3 }), odd), GuestInfo: odd, GuestClientVersion: odd,
    LastGuestConnectedEventTime: time, LastGuestDisconnectedEventTime: time,
  },
  { requiredKeys: ['SessionID', 'SessionType', 'CustomPropertyValues'] },
);
const body = fc.oneof(fc.array(fc.oneof({ weight: 3, arbitrary: session }, { weight: 1, arbitrary: odd }), { maxLength: 3 }).map((each) => JSON.stringify(each)), session.map((each) => JSON.stringify(each)), fc.string(), odd.map((each) => JSON.stringify(each)));
const answer = fc.record({
  status: fc.oneof({ weight: 6, arbitrary: fc.constant(200) }, { weight: 1, arbitrary: fc.constantFrom(201, 204, 206, 301, 302, 400, 401, 403, 404, 418, 429, 500, 501, 502, 503, 504) }),
  type: fc.oneof({ weight: 4, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: fc.constantFrom('text/html', '', 'application/json; charset=utf-16', 'text/json') }),
  body,
});

it('R30 reads a session from anything as none or as a whole one', () => {
  let ours = 0;
  const isWhole = (value: unknown): boolean => {
    const read = readSession(value);
    const endpoint = read && endpointOf(read, DEFAULT_MAPPING);
    if (!endpoint) return true;
    ours++;
    const { connected, connectedAt, name, version, mark } = endpoint;
    const time = connectedAt === null || (connected && connectedAt.getTime() > 0);
    return time && name.length <= 200 && (version?.length ?? 0) <= 50 && (mark === null || parseProofMark(mark) !== null);
  };
  fc.assert(fc.property(fc.oneof({ weight: 4, arbitrary: session }, odd), isWhole), { numRuns: 5_000, seed: SEED });
  expect(ours).toBeGreaterThan(500);
});

describe('R30 made-up answers', () => {
  let scene: ScreenConnectScene;

  beforeAll(async () => void (scene = await ScreenConnectScene.start()));
  afterAll(() => scene.stop());

  it(
    `end in a ProviderError or in what the interface promises, ${ANSWERS} times`,
    async () => {
      const answers = fc.sample(answer, { numRuns: ANSWERS, seed: SEED });
      let given = 0;
      scene.double.madeUp = () => answers[given++ % ANSWERS]!;
      const provider = scene.open();
      const remoteGroupId = await provider.ensureSite(HARBOUR);
      const endings = { kept: 0, refused: 0 };
      const acts = actsOn(provider, remoteGroupId);
      for (let turn = 0; given < ANSWERS; turn++) {
        // Long enough for whatever stopped asking.
        scene.movedOnMs += 60_000;
        try {
          expect(await acts[turn % acts.length]!()).toBe(true);
          endings.kept++;
        } catch (error) {
          if (!(error instanceof ProviderError)) throw error;
          endings.refused++;
        }
      }
      // Both ways were really taken.
      expect([endings.kept > 100, endings.refused > 100]).toEqual([true, true]);
    },
    300_000,
  );

  /** Everything that listens to the extension; each says whether the answer has the promised form. */
  function actsOn(provider: ScreenConnectProvider, remoteGroupId: string): readonly (() => Promise<boolean>)[] {
    const launch = { remoteId: SESSION, mode: 'desktop', viewOnly: false, courtesies: { prompt: false, notify: true, banner: true }, expiresInMinutes: 1, guestName: 'Rosa' } as const;
    const isText = (value: unknown) => typeof value === 'string' && value.length <= 200;
    return [
      async () => typeof (await provider.probe()).reachable === 'boolean',
      async () => (await provider.openLaunches(SESSION)).every(({ shareId, guestName, expiresAt }) => isText(shareId) && isText(guestName) && expiresAt === null),
      async () => [await provider.endpointVersion(SESSION)].every((version) => version === null || isText(version)),
      async () => (await provider.nameEndpoint(SESSION, 'Desk')) === undefined,
      async () => (await provider.moveEndpoint(SESSION, remoteGroupId)) === undefined,
      async () => (await provider.removeEndpoint(SESSION)) === undefined,
      async () => (await provider.removeSite(remoteGroupId)) === undefined,
      async () => (await provider.revokeLaunch(SESSION)) === undefined,
      async () => (await provider.mintLaunch(launch)).path.endsWith(`/${SESSION}/Join`),
      async () => {
        const { told, stop } = scene.follow(provider);
        while (told.length === 0) await new Promise((done) => setTimeout(done, 2));
        stop();
        return told.every(({ what, endpoints = [] }) => what === 'lost' || endpoints.every(({ remoteId, name, connectedAt }) => remoteId === SESSION && isText(name) && !Number.isNaN(connectedAt?.getTime())));
      },
    ];
  }
});
