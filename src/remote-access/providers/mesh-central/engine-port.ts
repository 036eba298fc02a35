import { createServer } from 'node:net';
import type { EngineFiles } from './engine-files.js';

/** The engine's loopback port: chosen freely once, then kept; another one only when somebody else has taken it. */
export async function ensureEnginePort(files: EngineFiles): Promise<number> {
  const kept = Number(files.read('port'));
  if (Number.isInteger(kept) && kept > 0 && (await isFree(kept))) return kept;
  const port = await freePort();
  files.write('port', String(port));
  return port;
}

function isFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return listen(0);
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
