import type { IncomingMessage } from 'node:http';

const LONGEST_BODY = 2_048;
const VALUE = /^[A-Za-z0-9_-]{22,128}$/;

/** The one-time `value` of the entry form; null for any other method, type, size or shape. */
export async function readEntryValue(request: IncomingMessage): Promise<string | null> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (request.method !== 'POST' || type !== 'application/x-www-form-urlencoded') return null;
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LONGEST_BODY) return null;
  }
  const values = new URLSearchParams(body).getAll('value');
  return values.length === 1 && VALUE.test(values[0]!) ? values[0]! : null;
}
