import { roomForUpdates } from './room-for-updates.js';

describe('the room for updates', () => {
  it.each([
    ['begins with one device', { updated: 0, failed: 0, inFlight: 0 }, 1],
    ['waits for that one', { updated: 0, failed: 0, inFlight: 1 }, 0],
    ['is as many as already run the version', { updated: 40, failed: 0, inFlight: 10 }, 30],
    ['never floods the server', { updated: 90_000, failed: 0, inFlight: 0 }, 500],
    ['forgives two sick devices', { updated: 4, failed: 2, inFlight: 0 }, 4],
    ['is closed where the version fails', { updated: 4, failed: 3, inFlight: 0 }, 'stopped'],
    ['forgives one in twenty of many', { updated: 1000, failed: 50, inFlight: 0 }, 500],
    ['is closed above that', { updated: 1000, failed: 51, inFlight: 0 }, 'stopped'],
  ] as const)('%s', (_, course, room) => {
    expect(roomForUpdates(course)).toBe(room);
  });
});
