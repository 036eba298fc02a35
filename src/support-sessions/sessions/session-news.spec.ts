import { stateOf } from './session-news.js';

describe('what has come of a session', () => {
  it.each([
    ['nobody has joined', { guests: 0, connected: 0, viewers: 0 }, 'created'],
    ['its host waits alone', { guests: 0, connected: 0, viewers: 1 }, 'created'],
    ['a guest waits to be admitted', { guests: 1, connected: 0, viewers: 0 }, 'guest-joining'],
    ['one of its guests is connected', { guests: 2, connected: 1, viewers: 0 }, 'guest-connected'],
    ['the host looks', { guests: 1, connected: 1, viewers: 1 }, 'host-connected'],
    ['the guest has gone away while the host looks', { guests: 1, connected: 0, viewers: 1 }, 'guest-joining'],
  ])('when %s', (_, facts, state) => {
    expect(stateOf(facts)).toBe(state);
  });
});
