/** What JSON can say and PostgreSQL cannot store: the zero character, and half a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Whether some text in a value, names included, could not be stored. For values that were read from `json`, whose depth is bounded: only an
 * escape can smuggle such a character past the reading of UTF-8.
 */
export function holdsUnstorable(value: unknown, json: string): boolean {
  return json.includes('\\u') && isUnstorable(value);
}

/** The same for values that were read from an address, where every escape is undone already. */
export function isUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  return typeof value === 'object' && value !== null && Object.entries(value).some(([name, inner]) => UNSTORABLE.test(name) || isUnstorable(inner));
}

/** Whether JSON nests deeper than this; read from the text, so that nobody has to walk down what has no end. */
export function nestsDeeperThan(json: string, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '[' || character === '{') {
      if (++depth > most) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}
