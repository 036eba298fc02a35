/**
 * SHA-256 of a text, at once: browsers offer theirs only over HTTPS and only for one promise each, which is too slow for a hundred
 * thousand short texts.
 */
const ROUND_CONSTANTS = rootsOfPrimes(64, 3);
const INITIAL_STATE = rootsOfPrimes(8, 2);
const BLOCK_BYTES = 64;

export function sha256(text: string): Uint8Array {
  const message = padded(new TextEncoder().encode(text));
  const state = Uint32Array.from(INITIAL_STATE);
  const words = new Uint32Array(64);
  for (let at = 0; at < message.byteLength; at += BLOCK_BYTES) compress(state, words, new DataView(message.buffer, at, BLOCK_BYTES));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

/** A one, zeros, and the length in bits, up to whole blocks. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setUint32(message.length - 4, bytes.length * 8);
  return message;
}

function compress(state: Uint32Array, words: Uint32Array, block: DataView): void {
  for (let t = 0; t < 16; t++) words[t] = block.getUint32(t * 4);
  for (let t = 16; t < 64; t++) {
    const [w15, w2] = [words[t - 15]!, words[t - 2]!];
    words[t] = words[t - 16]! + words[t - 7]! + (turned(w15, 7) ^ turned(w15, 18) ^ (w15 >>> 3)) + (turned(w2, 17) ^ turned(w2, 19) ^ (w2 >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[t]! + words[t]!) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = state[index]! + value));
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits behind the point of the roots of the first primes, as the standard makes its constants. */
function rootsOfPrimes(count: number, degree: 2 | 3): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => {
    const root = degree === 2 ? Math.sqrt(prime) : Math.cbrt(prime);
    return Math.floor((root % 1) * 2 ** 32);
  });
}
