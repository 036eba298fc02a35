import { DeviceKey, enrolDevice, EnrolmentRefused } from '../agent/wire/index.js';
import type { FleetCounts } from './fleet-counts.js';
import { hardwareIdOf, platformOf, type SimulatedIdentity } from './simulated-identity.js';

const AT_ONCE = 40;
const MOST_TRIES = 5;

/** Enrols the devices that are not yet; throws at the first refusal that waiting would not change. */
export async function enrolFleet(server: URL, identities: readonly SimulatedIdentity[], token: string | null, counts: FleetCounts): Promise<void> {
  const strangers = identities.filter((identity) => identity.enrolled === null);
  counts.enrolled = identities.length - strangers.length;
  if (strangers.length === 0) return;
  if (token === null) throw new Error(`${strangers.length} devices are not enrolled yet: give --token-file`);
  const waiting = strangers.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const identity of waiting) {
        await enrol(server, identity, token);
        counts.enrolled++;
      }
    }),
  );
}

async function enrol(server: URL, identity: SimulatedIdentity, token: string): Promise<void> {
  const { publicKey } = DeviceKey.fromPem(identity.privateKey);
  for (let attempt = 1; ; attempt++) {
    try {
      identity.enrolled = await enrolDevice(server, { token, publicKey, hardwareId: hardwareIdOf(publicKey), ...platformOf(identity.index) });
      return;
    } catch (error) {
      const mayPass = !(error instanceof EnrolmentRefused) || error.status === 429 || error.status >= 500;
      if (!mayPass || attempt === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
    }
  }
}
