import { plural, select, t } from '@lingui/core/macro';
import type { SystemState } from '../api/types';
import { duration } from '../components/relative-time';

/** Past these, people notice. */
const WORRYING = { planSeconds: 30, dueSeconds: 60, unsealedSeconds: 30, acts: 50, roundTripMs: 100 };

export interface Worry {
  readonly area: 'scheduler' | 'queues' | 'agents' | 'sealing' | 'channels' | 'providers' | 'server' | 'database';
  readonly sentence: string;
}

/** What is not as it should be, as sentences; empty where everything is. */
export function worriesOf({ core, backlog, agents, sealing, channels, providers, database }: SystemState): Worry[] {
  const worries: (Worry | false)[] = [
    core.alive === 0 && { area: 'scheduler', sentence: t`No core process is alive: nothing is planned, deployed or opened.` },
    backlog.lagSeconds > WORRYING.planSeconds && { area: 'scheduler', sentence: t`Plans lag ${duration(backlog.lagSeconds)} behind what was decided.` },
    backlog.dueSeconds > WORRYING.dueSeconds && { area: 'scheduler', sentence: t`Deployments are looked at ${duration(backlog.dueSeconds)} late.` },
    backlog.waitingActs > WORRYING.acts && { area: 'queues', sentence: t`${backlog.waitingActs} acts wait for a provider.` },
    agents.gateways === 0 && { area: 'agents', sentence: t`No gateway listens: no endpoint agent can connect.` },
    sealing.unsealedSeconds !== null && sealing.unsealedSeconds > WORRYING.unsealedSeconds && { area: 'sealing', sentence: t`The audit log has not been sealed for ${duration(sealing.unsealedSeconds)}.` },
    sealing.shippingFailure !== null && { area: 'sealing', sentence: t`The copy of the checkpoints outside is behind: ${sealing.shippingFailure}` },
    channels.mailsFailed > 0 && { area: 'channels', sentence: t`The mail server refused ${plural(channels.mailsFailed, { one: 'a mail', other: `${channels.mailsFailed} mails` })} today${select(channels.mailFailure ? 'yes' : 'no', { yes: `: ${channels.mailFailure}`, other: '.' })}` },
    channels.webhooksFailing > 0 && { area: 'channels', sentence: t`${plural(channels.webhooksFailing, { one: 'A webhook does', other: `${channels.webhooksFailing} webhooks do` })} not get through.` },
    ...providers.flatMap(({ name, health, enabled, belowFloor }): (Worry | false)[] => [
      enabled && (health === 'unreachable' || health === 'refused') && { area: 'providers', sentence: health === 'refused' ? t`${name} refuses Latchkey’s login.` : t`${name} cannot be reached.` },
      belowFloor && { area: 'providers', sentence: t`${name} has known holes and has to be upgraded.` },
    ]),
    database.roundTripMs > WORRYING.roundTripMs && { area: 'database', sentence: t`The database takes ${Math.round(database.roundTripMs)} ms for a trivial question.` },
  ];
  return worries.filter((worry) => worry !== false);
}
