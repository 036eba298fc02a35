import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { AGENT_FRAME_SCHEMAS } from '../../contracts/agent-protocol.js';
import type { Conversation } from '../../test/support/agent-on-the-wire.js';
import { GatewayScene } from '../../test/support/gateway-scene.js';

const FRAMES = 2000;
const MOST_PER_CONNECTION = 19;

describe('the agent gateway', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterAll(() => scene.end());

  it('outlives 2,000 random frames, and serves the next agent', async () => {
    const died: unknown[] = [];
    const note = (reason: unknown): void => void died.push(reason);
    process.on('unhandledRejection', note).on('uncaughtException', note);
    const texts = fc.sample(anything(), { numRuns: FRAMES, seed: 4711 });
    const till = await scene.enrolled();
    let conversation: Conversation | undefined;
    let said = 0;
    let connections = 0;
    for (const text of texts) {
      if (!conversation || said === MOST_PER_CONNECTION || conversation.socket.readyState !== conversation.socket.OPEN) {
        conversation?.vanish();
        // Every third connection is talked to before it has proven itself.
        conversation = connections++ % 3 === 0 ? scene.kept(await till.knockAtGateway()) : await scene.connected(till);
        said = 0;
      }
      conversation.socket.send(text, { binary: said % 10 === 9 });
      said++;
    }
    await sleep(300);
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(died).toEqual([]);
    const next = await scene.enrolled();
    const alive = await scene.connected(next);
    const { id } = await scene.order(next.deviceId);
    expect(await alive.next('instruction')).toMatchObject({ id });
  }, 60_000);
});

/** Noise, JSON, and frames of every type with some of their fields replaced. */
function anything(): fc.Arbitrary<string> {
  const types = Object.keys(AGENT_FRAME_SCHEMAS) as (keyof typeof AGENT_FRAME_SCHEMAS)[];
  const value = fc.oneof(
    fc.jsonValue(), fc.constant('0198a3c0-0000-7000-8000-000000000001'), fc.constant(null), fc.constant('done'), fc.constant('1'),
    fc.integer(), fc.boolean(), fc.constant('\0'), fc.constant('\ud800'), fc.constant('a'.repeat(5000)),
  );
  const nearly = fc.constantFrom(...types).chain((type) =>
    fc.record(Object.fromEntries(Object.keys(AGENT_FRAME_SCHEMAS[type].properties).map((field) => [field, field === 'type' ? fc.constant(type) : value])), {
      requiredKeys: ['type'],
    }),
  );
  return fc.oneof(fc.string({ maxLength: 200 }), fc.json(), nearly.map((frame) => JSON.stringify(frame)));
}
