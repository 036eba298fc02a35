import { X509Certificate, createPrivateKey } from 'node:crypto';
import { generate } from 'selfsigned';
import type { EngineFiles } from './engine-files.js';

/** The certificate of the listener that remote agents connect to, as PEM. */
export interface AgentListenerTls {
  readonly cert: string;
  readonly key: string;
}

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/**
 * The listener's certificate, made once and kept. Remote agents pin its key through the engine, so a new one holds
 * every agent off until the engine has restarted; that is why it lives for ten years.
 */
export async function ensureAgentCertificate(files: EngineFiles, host: string): Promise<AgentListenerTls> {
  const kept = { cert: files.read('agent-listener.crt'), key: files.read('agent-listener.key') };
  if (kept.cert !== null && kept.key !== null && belongTogether(kept.cert, kept.key))
    return { cert: kept.cert, key: kept.key };
  const made = await generate([{ name: 'commonName', value: host }], {
    algorithm: 'sha256',
    keySize: 2048,
    notAfterDate: new Date(Date.now() + TEN_YEARS_MS),
  });
  files.write('agent-listener.key', made.private, 'private');
  files.write('agent-listener.crt', made.cert);
  return { cert: made.cert, key: made.private };
}

/** Keeps a certificate that was given from outside where the engine can read it. */
export function adoptAgentCertificate(files: EngineFiles, tls: AgentListenerTls): AgentListenerTls {
  files.write('agent-listener.crt', tls.cert);
  files.write('agent-listener.key', tls.key, 'private');
  return tls;
}

/** False for a pair that a crash left half written. */
function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
