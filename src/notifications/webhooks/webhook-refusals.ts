import { invalidField, nameTaken } from '../../platform/errors/constraint-refusals.js';
import type { DomainError } from '../../platform/errors/domain-error.js';
import { refuseWebhookUrl } from '../../platform/webhooks/webhook-address.js';

/** Refuses an address to which nothing would ever be posted; what its name leads to is judged each time. */
export function refuseUnfitUrl(url: string, allowedHosts: readonly string[]): void {
  const refusal = refuseWebhookUrl(url, allowedHosts);
  if (refusal) throw invalidField('/url', 'outbound', refusal);
}

export const webhookRefusals = (name: string): Record<string, () => DomainError> => ({ webhook_name_is_unique: () => nameTaken('webhook', name) });

/** The address as the audit log has it: whoever knows the rest of it may often post there. */
export const auditedUrl = (url: string): string => `${new URL(url).origin}/…`;
