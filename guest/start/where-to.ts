import { CODE_ALPHABET, CODE_LENGTH, isLoopback, readClientFileName } from '../../contracts/guest-protocol.js';

/** What somebody may have said about where to go; null what nobody has. */
export interface Hints {
  /** Built into the program by whoever runs the server: then nothing else is believed. */
  readonly builtIn: string | null;
  readonly fileName: string;
  readonly server: string | null;
  readonly code: string | null;
}

/** Where to go and what to show there; what is null is asked of the guest. */
export interface Destination {
  readonly server: URL | null;
  readonly code: string | null;
}

/** Puts the hints together: what is built in, then what was said at the start, then the file's name. Throws for a server that may not be spoken to. */
export function whereTo({ builtIn, fileName, server, code }: Hints): Destination {
  const named = readClientFileName(fileName);
  const said = builtIn ?? server;
  return {
    server: said === null ? (named?.server ?? null) : serverAddress(said),
    code: code === null ? (named?.code ?? null) : readCode(code),
  };
}

/** An address as a person writes it; HTTPS, except for a server on this very computer. Throws with a sentence otherwise. */
export function serverAddress(text: string): URL {
  const trimmed = text.trim();
  const withScheme = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) throw new Error(`This is no address of a server: ${trimmed}`);
  const { protocol, origin, hostname } = new URL(withScheme);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) throw new Error('The server must be reached by https.');
  return new URL(origin);
}

/** A code as a person types it, with or without dashes, in either case; null where it cannot be one. */
export function readCode(text: string): string | null {
  const symbols = text.toUpperCase().replaceAll(/[\s–—-]/g, '');
  if (symbols.length !== CODE_LENGTH || [...symbols].some((symbol) => !CODE_ALPHABET.includes(symbol))) return null;
  return symbols.replaceAll(/(.{3})(?=.)/g, '$1-');
}
