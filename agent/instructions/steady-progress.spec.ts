import type { AgentFrame } from '../../contracts/agent-protocol.js';
import { steadyProgress } from './steady-progress.js';

it('reports every step at once, and percentages in strides', () => {
  const sent: AgentFrame[] = [];
  let now = 0;
  const progress = steadyProgress(
    'id',
    (frame) => sent.push(frame),
    () => now,
  );
  progress('downloading', 0);
  for (let percent = 1; percent <= 100; percent += 1, now += 10) progress('downloading', percent);
  progress('installing');
  progress('registering');
  const said = sent.map((frame) => (frame.type === 'progress' ? [frame.step, frame.percent] : []));
  expect(said).toEqual([
    ['downloading', 0],
    ['downloading', 21],
    ['downloading', 41],
    ['downloading', 61],
    ['downloading', 81],
    ['installing', undefined],
    ['registering', undefined],
  ]);
});
