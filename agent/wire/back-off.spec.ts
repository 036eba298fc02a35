import { CLOSE_CODES } from '../../contracts/agent-protocol.js';
import { waitBeforeRetryMs } from './index.js';

const least = () => 0;
const most = () => 0.999_999;
const close = (code: number, reason = '') => ({ code, reason });

describe('coming back to the gateway', () => {
  it.each([
    [0, 200],
    [1, 400],
    [5, 6_400],
    [9, 60_000],
    [1_000_000, 60_000],
  ])('after %i failures takes anything from at once to %i ms', (failures, cap) => {
    expect(waitBeforeRetryMs(failures, undefined, least)).toBe(0);
    expect(waitBeforeRetryMs(failures, undefined, most)).toBeCloseTo(cap, -1);
  });

  it('spreads a fleet that lost its server together', () => {
    const waits = Array.from({ length: 1000 }, () => waitBeforeRetryMs(9, undefined, Math.random));
    const busiestSecond = Math.max(
      ...Array.from({ length: 60 }, (_, s) => waits.filter((ms) => Math.floor(ms / 1000) === s).length),
    );
    expect(busiestSecond).toBeLessThan(3 * (1000 / 60));
  });

  it('takes as long as the server asks, and never less', () => {
    const asked = close(CLOSE_CODES.slowDown, '{"code":"busy","retryIn":7}');
    expect(waitBeforeRetryMs(0, asked, least)).toBe(7_000);
    expect(waitBeforeRetryMs(0, asked, most)).toBeLessThan(7_701);
  });

  it.each([
    ['revoked', CLOSE_CODES.revoked, 540_000],
    ['too old', CLOSE_CODES.tooOld, 540_000],
    ['superseded by another connection', CLOSE_CODES.superseded, 54_000],
    ['not recognised', CLOSE_CODES.badIdentity, 54_000],
  ])('takes its time when %s', (_, code, atLeast) => {
    expect(waitBeforeRetryMs(0, close(code), least)).toBe(atLeast);
  });

  it.each(['', 'gone', '{"retryIn":"soon"}', '{"retryIn":-1}', 'null'])('makes nothing of the reason %j', (reason) => {
    expect(waitBeforeRetryMs(0, close(1001, reason), most)).toBeLessThan(201);
  });
});
