import fc from 'fast-check';
import { searchWords } from './search-words.js';

const KEYS = new Set(['site', 'os', 'status']);

describe('the search box', () => {
  it('tells words from fields, and keeps quoted text together', () => {
    expect(searchWords('front  site:"High Street" os:linux "till two"', KEYS)).toEqual({
      words: ['front', 'till two'],
      fields: [
        ['site', 'High Street'],
        ['os', 'linux'],
      ],
    });
  });

  it('takes a quote that was never closed to the end', () => {
    expect(searchWords('site:"High Str', KEYS)).toEqual({ words: [], fields: [['site', 'High Str']] });
  });

  it('refuses a key that it does not know, instead of finding nothing', () => {
    expect(() => searchWords('colour:red', KEYS)).toThrow(expect.objectContaining({ code: 'API-INPUT-03' }));
  });

  it('always comes to an end, with words or with a refusal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const { words, fields } = searchWords(text, KEYS);
          return words.every((word) => word.length > 0) && fields.every(([key]) => KEYS.has(key));
        } catch (error) {
          return (error as { code?: string }).code === 'API-INPUT-03';
        }
      }),
    );
  });
});
