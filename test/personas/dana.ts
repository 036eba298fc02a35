import { ensureSetupClaim } from '../../src/accounts/index.js';
import { BrowserSession } from '../support/browser-session.js';
import type { WebUnderTest } from '../support/running-web.js';

/** Dana runs the MSP: she set up the installation and owns it. */
export const DANA = {
  name: 'Dana Okafor',
  email: 'dana@northwind.example',
  password: 'plaster-violin-harbour',
} as const;

/** Dana's browser after she has claimed an empty installation. */
export async function danaSetsUp(web: WebUnderTest): Promise<BrowserSession> {
  const claimCode = await ensureSetupClaim(web.database.dataSource);
  const dana = new BrowserSession(web.url);
  const answer = await dana.post('/setup', { claimCode, ...DANA });
  if (answer.status !== 201) throw new Error(`set-up failed: ${answer.status} ${JSON.stringify(answer.body)}`);
  return dana;
}

/** Dana allows herself to open devices. */
export async function danaMayControl(dana: BrowserSession): Promise<void> {
  const { id } = (await dana.get('/auth/me')).body;
  const { status } = await dana.patch(`/users/${id}`, { allowRemoteControl: true });
  if (status !== 200) throw new Error(`Dana may not open devices: ${status}`);
}
