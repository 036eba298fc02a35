import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PATIENCE_MS = 10_000;

/** Takes a document off this computer's database; throws where it could not. */
export type DocumentSink = (document: object) => Promise<void>;

/** Appends a line to a file (`file:///…`, best on another computer's disk), or posts JSON to an address (`https://…`) that its operator has configured. */
export function documentSink(address: URL): DocumentSink {
  if (address.protocol === 'file:') {
    const file = fileURLToPath(address);
    return (document) => appendFile(file, `${JSON.stringify(document)}\n`, { mode: 0o600, flush: true });
  }
  return async (document) => {
    const response = await fetch(address, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(document), redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${address.host} answered ${response.status}`);
  };
}
