import { DomainError } from '../../platform/errors/domain-error.js';

/** What somebody typed into a search box: words to be found anywhere, and `key:value` pairs. */
export interface SearchWords {
  readonly words: readonly string[];
  readonly fields: readonly (readonly [key: string, value: string])[];
}

const PART = /(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giy;

/** Reads `failed site:"High Street" os:linux`; an unknown key is refused, because guessing would hide devices. */
export function searchWords(text: string, keys: ReadonlySet<string>): SearchWords {
  const words: string[] = [];
  const fields: [string, string][] = [];
  const rest = text.trim();
  PART.lastIndex = 0;
  while (PART.lastIndex < rest.length) {
    const found = PART.exec(rest);
    if (!found) break;
    const [, key, quoted, plain] = found;
    const value = quoted ?? plain ?? '';
    if (key === undefined) words.push(value);
    else if (keys.has(key.toLowerCase())) fields.push([key.toLowerCase(), value]);
    else {
      throw new DomainError('API-INPUT-03', `"${key}:" is not something devices can be searched by.`, {
        errors: [{ pointer: '/q', rule: 'known', message: `can use ${[...keys].map((each) => `${each}:`).join(' ')}` }],
      });
    }
    while (rest[PART.lastIndex] === ' ') PART.lastIndex++;
  }
  return { words: words.filter(Boolean), fields };
}
