import { t } from '@lingui/core/macro';
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { Problem } from '../api/problem';

type Registration = Parameters<typeof startRegistration>[0]['optionsJSON'];
type Request = Parameters<typeof startAuthentication>[0]['optionsJSON'];

export type FactorKind = 'passkey' | 'totp';

export const FACTOR_NAMES: Record<FactorKind, string> = { passkey: t`Passkey`, totp: t`Authenticator app` };

export const canUsePasskeys = browserSupportsWebAuthn;

/** Has the browser make a passkey; a dialog that was closed is a refusal like any other. */
export function makePasskey(options: object): Promise<Record<string, unknown>> {
  return asking(startRegistration({ optionsJSON: options as Registration }));
}

/** Has the browser show a passkey. */
export function showPasskey(options: object): Promise<Record<string, unknown>> {
  return asking(startAuthentication({ optionsJSON: options as Request }));
}

async function asking(ceremony: Promise<object>): Promise<Record<string, unknown>> {
  try {
    return { ...(await ceremony) };
  } catch (error) {
    throw new Problem(0, {
      code: 'PASSKEY',
      title: t`No passkey was shown`,
      detail: wordsFor(error instanceof Error ? error.name : ''),
    });
  }
}

function wordsFor(name: string): string {
  if (name === 'InvalidStateError') return t`This device or key is enrolled already.`;
  if (name === 'NotAllowedError') return t`The dialog was closed, or it took too long. Try again.`;
  return t`The browser could not use the passkey. Try again, or use another way.`;
}
