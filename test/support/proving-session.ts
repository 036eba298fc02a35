import type { Answer, BrowserSession } from './browser-session.js';
import type { SoftwarePasskey } from './software-passkey.js';

/** Enrols a passkey for whoever is signed in, or half signed in, here. */
export async function enrolPasskey(session: BrowserSession, passkey: SoftwarePasskey, extra: object = {}): Promise<Answer> {
  const { body } = await session.post('/auth/factors/passkey-options');
  return session.post('/auth/factors/passkey', { name: 'Key on the ring', passkey: passkey.create(body.options), ...extra });
}

/** Signs in with password and passkey. */
export async function signInWithPasskey(session: BrowserSession, { email, password }: { email: string; password: string }, passkey: SoftwarePasskey): Promise<Answer> {
  await session.post('/auth/login', { email, password });
  const { body } = await session.post('/auth/login/passkey-options');
  return session.post('/auth/login/factor', { passkey: passkey.get(body.options) });
}

/** Does something dangerous as a person does: is asked for a proof, shows the passkey for this act, and does it again. */
export async function proving(session: BrowserSession, passkey: SoftwarePasskey, act: () => Promise<Answer>): Promise<Answer> {
  const asked = await act();
  if (!asked.body?.stepUp) return asked;
  const proof = await prove(session, passkey, asked.body.stepUp.act);
  if (proof.status !== 204) return proof;
  return act();
}

/** Shows the passkey for an act. */
export async function prove(session: BrowserSession, passkey: SoftwarePasskey, act: string): Promise<Answer> {
  const { body } = await session.post('/auth/step-up/options', { act });
  return session.post('/auth/step-up', { act, passkey: passkey.get(body.passkey) });
}
