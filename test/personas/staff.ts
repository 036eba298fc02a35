import type { Role, Scope } from '../../src/accounts/index.js';
import { BrowserSession } from '../support/browser-session.js';
import type { WebUnderTest } from '../support/running-web.js';

/** The people of the MSP and of its clients, as Dana hires them. */
export const STAFF = {
  /** Sal helps Dana with everything. */
  sal: { name: 'Sal Moreau', role: 'super-admin' },
  /** Mona looks after some clients. */
  mona: { name: 'Mona Lindqvist', role: 'manager' },
  /** Ola started today. */
  ola: { name: 'Ola Reyes', role: 'manager' },
  /** Theo repairs devices and opens them. */
  theo: { name: 'Theo Brandt', role: 'technician' },
  /** Cleo manages the sites of her own company. */
  cleo: { name: 'Cleo Marsh', role: 'client-site-manager' },
  /** Otis works at a front desk. */
  otis: { name: 'Otis Field', role: 'office-staff' },
  /** Ada audits. */
  ada: { name: 'Ada Nyström', role: 'auditor' },
} as const satisfies Record<string, { readonly name: string; readonly role: Role }>;

const PASSWORD = 'gravel-lantern-otter';

/** Hires somebody with a scope and signs him in. */
export async function hired(
  web: WebUnderTest,
  dana: BrowserSession,
  who: keyof typeof STAFF,
  scope: Partial<Scope> = {},
  allowRemoteControl = false,
): Promise<BrowserSession> {
  const email = `${who}@northwind.example`;
  const answer = await dana.post('/users', { ...STAFF[who], email, password: PASSWORD, scope, allowRemoteControl });
  if (answer.status !== 201) throw new Error(`${who} cannot be hired: ${answer.status} ${JSON.stringify(answer.body)}`);
  return new BrowserSession(web.url).signIn(email, PASSWORD);
}
