import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { AGENT_FRAME_SCHEMAS } from '../../contracts/agent-protocol.js';
import type { Conversation } from '../../test/support/agent-on-the-wire.js';
import { GatewayScene } from '../../test/support/gateway-scene.js';

/** `npm run fuzz:frames` sends a million. */
const FRAMES = Number(process.env['LATCHKEY_FUZZ_FRAMES'] ?? 20_000);
const SEED = Number(process.env['LATCHKEY_FUZZ_SEED'] ?? 4711);
const CHUNK = 1_000;
const MOST_PER_CONNECTION = 19;
const MOST_GROWTH_MB = 20;
const rssMb = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1_048_576;
};

describe('R30 the agent gateway', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterAll(() => scene.end());

  it(`outlives ${FRAMES.toLocaleString('en')} random frames (LATCHKEY_FUZZ_SEED=${SEED}), and serves the next agent`, async () => {
    const died: unknown[] = [];
    const note = (reason: unknown): void => void died.push(reason);
    process.on('unhandledRejection', note).on('uncaughtException', note);
    const till = await scene.enrolled();
    let conversation: Conversation | undefined;
    let [sent, said, connections, bytes] = [0, 0, 0, 0];
    let settledMb = 0;
    for (let chunk = 0; sent < FRAMES; chunk++) {
      for (const text of fc.sample(anything(), { numRuns: Math.min(CHUNK, FRAMES - sent), seed: SEED + chunk })) {
        if (!conversation || said === MOST_PER_CONNECTION || conversation.socket.readyState !== conversation.socket.OPEN) {
          conversation?.vanish();
          scene.clear();
          // Every third connection is talked to before it has proven itself.
          conversation = connections++ % 3 === 0 ? scene.kept(await till.knockAtGateway()) : await scene.connected(till);
          said = 0;
        }
        conversation.socket.send(text, { binary: said % 10 === 9 });
        said++;
        sent++;
        bytes += text.length;
      }
      // What a process needs once, it needs in the first part.
      if (settledMb === 0 && sent >= FRAMES / 4) settledMb = rssMb();
    }
    await sleep(300);
    process.off('unhandledRejection', note).off('uncaughtException', note);
    const grownMb = rssMb() - settledMb;
    if (process.env['LATCHKEY_FUZZ_FRAMES'])
      process.stdout.write(`\n${sent} frames, ${(bytes / 1_048_576).toFixed(1)} MB, ${connections} connections: 0 process exits, ${died.length} unhandled, RSS ${grownMb >= 0 ? '+' : ''}${grownMb.toFixed(1)} MB\n`);
    expect(died).toEqual([]);
    // Only a long run, which may collect its garbage, says something about memory.
    if ('gc' in globalThis) expect(grownMb).toBeLessThan(MOST_GROWTH_MB);
    const next = await scene.enrolled();
    const alive = await scene.connected(next);
    const { id } = await scene.order(next.deviceId);
    expect(await alive.next('instruction')).toMatchObject({ id });
  }, Math.max(60_000, FRAMES * 5));
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
