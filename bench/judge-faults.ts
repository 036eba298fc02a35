import { setTimeout as sleep } from 'node:timers/promises';
import { type Confusion, confusionOf } from '../simulator/faults/confusion.js';
import type { OutageKind } from '../simulator/provider/outage.js';
import type { Rehearsal } from './rehearsal.js';

/** After the last fault every device has to be decided within this time. */
export const DECIDED_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 3_000;
const PROVIDER_GONE = 'RA-INS-01';
const ALL_STRUCK_WITHIN_MS = 20 * 60_000;

export interface JudgedFaults {
  readonly confusion: Confusion;
  readonly lastFaultAt: Date;
  /** From the last fault until every device was Ready or carried its own code; null when that took longer than allowed. */
  readonly decidedAfterMs: number | null;
  /** Null where the provider was there all the time. */
  readonly outage: JudgedOutage | null;
}

/** An outage of the provider while the fleet arrives. */
export interface ProviderOutage {
  readonly kind: OutageKind;
  readonly forMs: number;
}

/** How those were judged who came while the provider was out, just before it was back. */
export type JudgedOutage = Confusion & { readonly kind: OutageKind };

/** A device that came so shortly before the look is not judged yet. */
const JUDGED_WITHIN_MS = 10_000;

/**
 * Has the provider fail once half of the fleet is there. Who comes only then can be proven by nobody: it is held back for the provider's
 * sake, with the provider's code; as long as a provider is only silent, nothing is known to be wrong and nobody has a code.
 */
export async function judgeOutage(rehearsal: Rehearsal, { kind, forMs }: ProviderOutage, say: (line: string) => void): Promise<JudgedOutage> {
  const { fleet, provider } = rehearsal;
  while (fleet.counts.connected < rehearsal.devices / 2) await sleep(LOOK_EVERY_MS / 10);
  const began = new Date();
  provider.fail(kind);
  say(`the provider is ${kind} for ${forMs / 1000} s`);
  await sleep(forMs);
  const last = new Date(Date.now() - JUDGED_WITHIN_MS);
  const caught = new Set(fleet.expected().filter(({ cameAt, hasFault }) => !hasFault && cameAt !== null && cameAt > began && cameAt < last).map(({ name }) => name));
  const judged = (await rehearsal.judged()).filter(({ name }) => caught.has(name)).map((each) => ({ ...each, expects: kind === 'silent' ? null : PROVIDER_GONE }));
  provider.recover();
  say('the provider is back');
  return { kind, ...confusionOf(judged) };
}

/** Assigns the package, lets the fleet come and everything that is to go wrong go wrong, and looks at what the server makes of it. */
export async function judgeFaults(rehearsal: Rehearsal, say: (line: string) => void, planned: ProviderOutage | null = null): Promise<JudgedFaults> {
  const { server, ids, fleet } = rehearsal;
  await server.api.post('/assignments', { packageId: ids.package, siteIds: [ids.site] });
  await fleet.start();
  const outage = planned && (await judgeOutage(rehearsal, planned, say));
  const backAt = outage ? Date.now() : 0;
  const end = Date.now() + ALL_STRUCK_WITHIN_MS;
  while (!fleet.hasStruck) {
    if (Date.now() > end) throw new Error('not every fault has come');
    say(`${fleet.counts.connected} connected, ${fleet.counts.remoteConnected} at the provider, ${sumOf(fleet.counts.faults)} faults`);
    await sleep(LOOK_EVERY_MS);
  }
  const lastFaultAt = new Date(Math.max(backAt, ...fleet.expected().map(({ beganAt }) => beganAt?.getTime() ?? 0)));
  for (;;) {
    const confusion = confusionOf(await rehearsal.judged());
    const afterMs = Date.now() - lastFaultAt.getTime();
    say(`${(afterMs / 1000).toFixed(0)} s after the last fault: ${confusion.matching} of ${confusion.faulty} with their own code, ${confusion.undecided.length} undecided`);
    if (confusion.undecided.length === 0 && confusion.matching === confusion.faulty) return { confusion, lastFaultAt, decidedAfterMs: afterMs, outage };
    if (afterMs > DECIDED_WITHIN_MS) return { confusion, lastFaultAt, decidedAfterMs: null, outage };
    await sleep(LOOK_EVERY_MS);
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
