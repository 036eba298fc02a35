import fc from 'fast-check';
import { readCursor, sortOrder, writeCursor } from './sort-order.js';

const COLUMNS = {
  name: [{ sql: 'd.name', type: 'text' }],
  seen: [
    { sql: 'online', type: 'boolean' },
    { sql: 'd.name', type: 'text', steady: true },
  ],
} as const;
const ID = { sql: 'd.id', type: 'uuid' } as const;
const SOME_ID = '01890000-0000-7000-8000-000000000000';

describe('the order of a list', () => {
  it('ends in the id, in the direction of the first column', () => {
    expect(sortOrder(COLUMNS, '-name', ID).map((key) => [key.sql, key.descending])).toEqual([
      ['d.name', true],
      ['d.id', true],
    ]);
  });

  it('turns round only what is not steady', () => {
    expect(sortOrder(COLUMNS, '-seen', ID).map((key) => key.descending)).toEqual([true, false, true]);
  });

  it.each(['colour', 'name,name', 'name,-name', '__proto__', 'constructor', ''])('refuses %j', (sort) => {
    expect(() => sortOrder(COLUMNS, sort, ID)).toThrow(expect.objectContaining({ code: 'API-INPUT-03' }));
  });
});

describe('a cursor', () => {
  const keys = sortOrder(COLUMNS, 'name', ID);

  it('leads back to where it was made, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        (text) => {
          expect(readCursor(writeCursor('name', [text, SOME_ID]), 'name', keys)).toEqual([text, SOME_ID]);
        },
      ),
    );
  });

  it('of another sort, or made up, is refused and never anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (cursor) => {
          expect(() => readCursor(cursor, 'name', keys)).toThrow(expect.objectContaining({ code: 'API-INPUT-03' }));
        },
      ),
    );
  });

  it.each([
    [['-name', 'a', SOME_ID]],
    [['name', 'a']],
    [['name', 'a', 'not an id']],
    [['name', 1, SOME_ID]],
    [['name', 'a\0', SOME_ID]],
  ])('that says %j is refused', (parts) => {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(() => readCursor(cursor, 'name', keys)).toThrow(expect.objectContaining({ code: 'API-INPUT-03' }));
  });
});
