import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** How long a secret is; the standard asks for 24 to 64. */
export const WEBHOOK_SECRET_BYTES = 32;

/** A secret as its receiver gets it (Standard Webhooks): told apart from other keys by its beginning. */
export function webhookSecretText(secret: Buffer): string {
  return `${PREFIX}${secret.toString('base64')}`;
}

/** The headers by which a receiver knows that a body is ours, whole, and not older than it says (Standard Webhooks, symmetric `v1`). */
export function signedHeaders(secret: Buffer, id: string, atSeconds: number, body: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${id}.${atSeconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': `v1,${signature}` };
}
