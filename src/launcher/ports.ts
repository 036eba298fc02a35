import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '../platform/config/environment-reader.js';

/** How long the listener of a killed predecessor may take to go. */
const PREDECESSOR_PATIENCE_MS = 5_000;

export interface WishedPort {
  readonly variable: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** True when it will be opened by an account without privileges, whatever we are allowed. */
  readonly byPlainAccount: boolean;
}

/** A port that can be listened on; throws `ConfigurationError` when somebody else has it or web will not be allowed to. */
export async function claimPort({ variable, host, port: wished, byPlainAccount }: WishedPort, patienceMs = PREDECESSOR_PATIENCE_MS): Promise<number> {
  if (byPlainAccount && wished > 0 && wished < firstPlainPort()) {
    throw new ConfigurationError([
      { variable, sentence: `web runs under an account that may not open port ${wished}; choose one above 1023, or allow it with sysctl net.ipv4.ip_unprivileged_port_start=${wished}.` },
    ]);
  }
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await tryPort(host, wished);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRINUSE' && Date.now() < deadline) {
        await sleep(100);
        continue;
      }
      throw new ConfigurationError([{ variable, sentence: sentenceFor(code, host, wished) }]);
    }
  }
}

function sentenceFor(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken by another program; stop that or choose another port.`;
  if (code === 'EACCES') return `this account may not listen on port ${port}; choose one above 1023 or start as root.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is no address of this machine; set LATCHKEY_HOST to one of its own.`;
  return `cannot listen on port ${port} of ${host} (${code}).`;
}

/** The lowest port that needs no privilege; containers often set it to 0. */
function firstPlainPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 1024;
  }
}

function tryPort(host: string, wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(wished, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wished));
    });
  });
}
