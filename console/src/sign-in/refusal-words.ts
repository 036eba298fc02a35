import { t } from '@lingui/core/macro';

/** What is said to somebody whom the identity provider sent back in vain. */
const WORDS: Record<string, string> = {
  off: t`Signing in by an identity provider is switched off here.`,
  expired: t`That took longer than five minutes, or it was begun in another browser. Try again.`,
  'not-proven': t`The identity provider’s answer could not be verified. Try again; if it stays so, tell an administrator.`,
  'no-role': t`None of your groups has a role here. An administrator can map one under Settings, Security.`,
  'address-taken': t`Your e-mail address already belongs to an account here. An administrator has to remove that account first.`,
  disabled: t`Your account is disabled here.`,
  'provider-down': t`The identity provider does not answer. Try again later, or sign in by password.`,
};

export const refusalWords = (refused: string): string => WORDS[refused] ?? t`You could not be signed in.`;
