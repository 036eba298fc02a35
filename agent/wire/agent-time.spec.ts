import { AgentTime } from './index.js';

describe('time at an endpoint agent', () => {
  it('is what the server said, plus what has passed since', () => {
    let passed = 1_000;
    const time = new AgentTime(() => passed);
    time.hello('2026-05-04T12:00:00.000Z');
    passed += 90_000;
    expect(time.now().toISOString()).toBe('2026-05-04T12:01:30.000Z');
  });

  it('never falls behind a moment that a signed instruction has proven', () => {
    const time = new AgentTime(() => 0, Date.parse('2026-05-04T12:00:00.000Z'));
    time.hello('2020-01-01T00:00:00.000Z');
    expect(time.now().toISOString()).toBe('2026-05-04T12:00:00.000Z');
    time.prove('2026-05-04T12:05:00.000Z');
    time.prove('2026-05-04T12:01:00.000Z');
    expect(time.now().toISOString()).toBe('2026-05-04T12:05:00.000Z');
  });
});
