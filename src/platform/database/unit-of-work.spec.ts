import { sqlState } from './unit-of-work.js';

describe('the SQLSTATE of an error', () => {
  it.each([
    ['a failed statement', { driverError: { code: '23505' } }, '23505'],
    ['an internal error', { code: 'XX000' }, 'XX000'],
    ['a pipe that broke, whose code has five letters too', { driverError: { code: 'EPIPE' }, code: 'EPIPE' }, undefined],
    ['a reset connection', { code: 'ECONNRESET' }, undefined],
    ['no error at all', null, undefined],
  ])('of %s', (_, error, expected) => {
    expect(sqlState(error)).toBe(expected);
  });
});
