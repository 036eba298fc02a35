import fc from 'fast-check';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RemoteEndpoint } from '../../provider.js';
import { ControlConnection } from './control-connection.js';
import { MeshCentralProvider } from './mesh-central-provider.js';
import { endpointsIn } from './node-record.js';
import { parseProofMark } from './proof-mark.js';
import { isGroupId, isRemoteId } from './remote-ids.js';

const SEED = 20_261;
/** Frames of the long conversation. */
const CONVERSATION = 24_000;
const NODE = `node/ra/${'Ab3$'.repeat(16)}`;
const GROUP = `mesh/ra/${'Cd4@'.repeat(16)}`;
const SITE = { id: '0190a5c4-7e1f-7abc-8def-0123456789ab', name: 'Harbour' };
const GREETING = [
  { action: 'serverinfo', serverinfo: { agentCertHash: Buffer.alloc(48, 7).toString('base64'), domain: 'ra' } },
  { action: 'userinfo', userinfo: {} },
];
const deep = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Values that a careless reader believes, or stumbles over. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, 0, 1, -1, 1e308, 1e15, '', 'ok', 'denied', NODE, GROUP, `${NODE}/..`, `${NODE}\n`, 'a\u0000b', '\ud800', 'x'.repeat(3_000), [], {},
    [null], [[]], { toString: 1, valueOf: 1 }, { length: 3 }, { action: 'event' }, deep(2_000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Mostly what a server says, so that the rest of it is read at all. */
const mostly = (value: unknown) => fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd });
const partly = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.oneof({ weight: 6, arbitrary: fc.record(fields, { requiredKeys: [] }) }, { weight: 1, arbitrary: odd });
const node = partly({ _id: mostly(NODE), name: mostly('Desk'), meshid: mostly(GROUP), conn: mostly(1), agct: mostly(1_790_000_000_000), agent: partly({ tag: mostly(`lk1.${SITE.id}.${'0'.repeat(32)}`) }) });
const many = (each: fc.Arbitrary<unknown>) => fc.oneof({ weight: 6, arbitrary: fc.array(each, { maxLength: 3 }) }, { weight: 1, arbitrary: odd });
const nodesAnswer = fc.oneof({ weight: 6, arbitrary: many(node).map((nodes) => ({ [GROUP]: nodes })) }, { weight: 1, arbitrary: fc.dictionary(fc.string(), many(node)) }, { weight: 1, arbitrary: odd });

/** Everything that somebody else may be told about an endpoint. */
function isWhole({ remoteId, remoteGroupId, name, connected, connectedAt, mark, version }: RemoteEndpoint): boolean {
  const isPlain = (text: string | null) => text === null || (text.length <= 200 && !/\p{Cc}/u.test(text));
  const isTime = connectedAt === null || (connected && connectedAt.getUTCFullYear() >= 1970 && connectedAt.getUTCFullYear() <= 9999);
  return isRemoteId(remoteId) && isGroupId(remoteGroupId) && isPlain(name) && isTime && isPlain(mark) && version === null;
}

it('R30 reads an endpoint from anything as none or as a whole one', () => {
  let ours = 0;
  fc.assert(
    fc.property(nodesAnswer, (nodes) => {
      const endpoints = endpointsIn(nodes);
      ours += endpoints.length;
      return endpoints.every(isWhole);
    }),
    { numRuns: 5_000, seed: SEED },
  );
  expect(ours).toBeGreaterThan(500);
});

/** What is thrown where nobody catches it fails the test that runs. */
describe('R30 a control connection on which anything is said', () => {
  let server: WebSocketServer;
  let greeting: unknown[] = GREETING;
  let speak: (socket: WebSocket, asked: Record<string, unknown>) => void = () => undefined;
  let provider: MeshCentralProvider | undefined;

  beforeAll(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await new Promise((done) => server.once('listening', done));
    server.on('connection', (socket) => {
      for (const frame of greeting) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      socket.on('message', (data) => speak(socket, JSON.parse((data as Buffer).toString()) as Record<string, unknown>));
    });
  });
  afterEach(() => provider?.close());
  afterAll(() => new Promise((done) => server.close(done)));

  function open(): MeshCentralProvider {
    const log = { info: () => undefined, warn: () => undefined };
    const connect = () => new ControlConnection({ log, address: () => ({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` }), answersWithinMs: 20_000 });
    return (provider = new MeshCentralProvider({
      clock: { now: () => new Date() },
      log,
      server: {
        control: connect(), expressible: new Set(), viewerAccount: 'user/ra/viewer', agentHost: 'remote.northwind.example:8443', behindOurListeners: true, administrationUrl: null,
        version: () => Promise.resolve('1.3.1'), agentBytes: () => Promise.resolve(Buffer.alloc(0)), pagePath: (url) => `${url.pathname}${url.search}`, openViewer: connect, judgeRelayCookie: () => null,
      },
    }));
  }

  it.each([
    ['a reason that is no text', [{ action: 'close', cause: { toString: 1, valueOf: 1 }, msg: [] }], 'unauthorised'],
    ['a reason of a megabyte', [{ action: 'close', cause: 'x'.repeat(1_000_000) }], 'unauthorised'],
    ['facts that are nothing', [{ action: 'serverinfo', serverinfo: null }, '{', 'null', '[]', { action: 'close', cause: 'noauth' }], 'unauthorised'],
    ['a domain that would be a line of a settings file', [{ action: 'serverinfo', serverinfo: { agentCertHash: Buffer.alloc(48).toString('base64'), domain: 'ra\nMeshServer=wss://evil.example' } }, { action: 'userinfo' }, { action: 'close', cause: 'noauth' }], 'unauthorised'],
  ])('refuses a greeting with %s', async (_, frames, kind) => {
    greeting = frames;
    const probe = await open().probe();
    greeting = GREETING;
    expect(probe).toMatchObject({ reachable: false, error: { kind } });
    expect(probe.error!.detail.length).toBeLessThan(300);
  });

  it('leaves a server alone for longer and longer that greets and then hangs up at once', async () => {
    let greeted = 0;
    const hangUp = (socket: WebSocket): void => {
      greeted += 1;
      socket.close();
    };
    server.on('connection', hangUp);
    try {
      const stop = open().observe({ replaced: () => undefined, changed: () => undefined, removed: () => undefined, lost: () => undefined });
      await new Promise((done) => setTimeout(done, 3_000));
      stop();
      expect(greeted).toBeGreaterThan(1);
      // Without pauses there are hundreds.
      expect(greeted).toBeLessThan(15);
    } finally {
      server.off('connection', hangUp);
    }
  });

  it('believes nothing that it did not ask for in a long conversation, asks little, and works on after it', async () => {
    const action = fc.constantFrom('nodeconnect', 'changenode', 'addnode', 'removenode', 'nodemeshchange', 'deletemesh', 'other');
    const event = partly({ action, nodeid: mostly(NODE), node, conn: mostly(1), ct: mostly(1_790_000_000_000), meshid: mostly(GROUP) });
    const frame = fc.oneof(
      { weight: 6, arbitrary: fc.record({ action: fc.constant('event'), event }) },
      { weight: 2, arbitrary: fc.record({ action: fc.constantFrom('nodes', 'meshes', 'createmesh', 'msg'), responseid: odd, nodes: nodesAnswer }) },
      { weight: 1, arbitrary: odd },
    );
    const made = fc.sample(frame, { numRuns: 4_000, seed: SEED }).map((each) => JSON.stringify(each) ?? '');
    const answers = fc.sample(nodesAnswer, { numRuns: 500, seed: SEED });
    let [said, asked, untrue, hangUps] = [0, 0, 0, 0];
    speak = (socket, { action: of, responseid }) => {
      asked += 1;
      socket.send(JSON.stringify({ action: of, responseid, nodes: said < CONVERSATION ? answers[asked % answers.length] : {} }));
    };
    const talk = (socket: WebSocket): void => {
      if (socket.readyState !== socket.OPEN || said >= CONVERSATION) return;
      for (let frames = 0; frames < 200; frames++) socket.send(made[said++ % made.length]!);
      if (said % 8_000 === 0) {
        hangUps += 1;
        return socket.send(JSON.stringify({ action: 'close', cause: hangUps }));
      }
      setTimeout(() => talk(socket), 1);
    };
    server.on('connection', talk);
    try {
      const check = (isTrue: boolean) => void (untrue += isTrue ? 0 : 1);
      const control = open();
      const stop = control.observe({ replaced: (endpoints) => check(endpoints.every(isWhole)), changed: (endpoint) => check(isWhole(endpoint)), removed: (remoteId) => check(isRemoteId(remoteId)), lost: () => undefined });
      for (let waited = 0; said < CONVERSATION && waited < 20_000; waited += 20) await new Promise((done) => setTimeout(done, 20));
      expect({ said, untrue, hangUps }).toEqual({ said: CONVERSATION, untrue: 0, hangUps: CONVERSATION / 8_000 });
      // However much is said, a frame is worth one question at most.
      expect(asked).toBeLessThan(CONVERSATION);
      await expect(control.probe()).resolves.toMatchObject({ reachable: true });
      stop();
    } finally {
      server.off('connection', talk);
    }
  });

  it('asks for no record by an id that would end the engine', async () => {
    const asked: unknown[] = [];
    speak = (socket, { action, responseid, id }) => {
      asked.push(id);
      socket.send(JSON.stringify({ action, responseid, nodes: {} }));
      if (id === undefined) for (const nodeid of ['node/ra/short', '', 'x', `${NODE}0`, NODE]) socket.send(JSON.stringify({ action: 'event', event: { action: 'changenode', nodeid } }));
    };
    const stop = open().observe({ replaced: () => undefined, changed: () => undefined, removed: () => undefined, lost: () => undefined });
    while (!asked.includes(NODE)) await new Promise((done) => setTimeout(done, 5));
    stop();
    // What is not answered in time may be asked again.
    expect([...new Set(asked.filter((id) => id !== undefined))]).toEqual([NODE]);
  });
});

it('R30 a tag is a mark of ours as a whole, or none', () => {
  const mark = `lk1.${SITE.id}.${'0'.repeat(32)}`;
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const text = `${before}${mark}${after}`;
      return parseProofMark(text) === null || text.trim() === mark;
    }),
    { numRuns: 2_000, seed: SEED },
  );
});
