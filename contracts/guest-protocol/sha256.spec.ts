import { createHash } from 'node:crypto';
import { sha256 } from './sha256.js';

describe('SHA-256 of a text', () => {
  it.each(['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'Grüße — 漢字', 'challenge.15.123456'.repeat(40)])('is that of everybody: “%s”', (text) => {
    expect(Buffer.from(sha256(text)).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
  });
});
