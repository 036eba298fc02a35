import { Gauge, Registry } from 'prom-client';
import { EVERYTHING } from '../../accounts/index.js';
import { readSealing } from '../../audit/index.js';
import { readCorePresence } from '../../platform/core-presence.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { summariseDeployments } from '../deployments/summarise-deployments.js';
import { readBacklog } from './read-backlog.js';
import { readAgents } from './read-system.js';

/**
 * How the installation stands, as one reading: numbers by phase, code and state, never a name of anybody or anything. Where the
 * database does not answer there are none but `latchkey_database_up`: an old number would look like a true one.
 */
export async function installationMetrics(tx: Tx): Promise<string> {
  const registry = new Registry();
  const one = (name: string, help: string, value: number | null): void => {
    if (value !== null) gauge(registry, name, help).set(value);
  };
  const each = (name: string, help: string, label: string, values: readonly (readonly [string, number])[]): void => {
    const by = gauge(registry, name, help, label);
    for (const [key, value] of values) by.set({ [label]: key }, value);
  };
  const facts = await readFacts(tx).catch(() => null);
  one('database_up', '1 where the database answers; without it nothing below is known.', facts === null ? 0 : 1);
  if (facts !== null) {
    const { core, agents, backlog, sealing, summary, states } = facts;
    one('core_processes_alive', 'Processes that plan, sign and speak to providers; without one nothing is deployed.', core.alive);
    one('gateways_alive', 'Agent gateways that were heard of within the last minute.', agents.gateways);
    one('devices_enrolled', 'Devices that are not retired.', agents.enrolled);
    one('devices_online', 'Devices whose endpoint agent is connected.', agents.online);
    each('devices', 'Devices by the phase of their deployment.', 'phase', summary.byPhase.map(({ phase, count }) => [phase, count]));
    each('failures', 'Devices that fail, by the code of what causes it.', 'code', summary.byCause.map(({ errorCode, count }) => [errorCode, count]));
    one('sites_to_plan', 'Sites that wait to be planned.', backlog.dirtySites);
    one('plan_lag_seconds', 'How long the oldest of them has waited.', backlog.lagSeconds);
    one('deployments_due', 'Deployments whose next step is due.', backlog.dueDeployments);
    one('deployments_due_lag_seconds', 'How long the oldest of them has been due.', backlog.dueSeconds);
    one('provider_acts_waiting', 'Acts at providers that wait for core.', backlog.waitingActs);
    one('instructions_open', 'Instructions that were handed out and not answered.', backlog.openInstructions);
    one('mails_waiting', 'Mails that have not gone out.', backlog.waitingMails);
    one('webhook_deliveries_waiting', 'Webhook deliveries that have not arrived.', backlog.waitingDeliveries);
    one('audit_unsealed_entries', 'Entries of the audit log that are not sealed yet.', sealing.unsealed);
    one('audit_unsealed_seconds', 'Age of the oldest of those.', sealing.unsealedSeconds ?? 0);
    each('provider_instances', 'Provider instances by how they were last found.', 'health', states.providers);
    each('rollouts_open', 'Rollouts that have not ended, by state.', 'state', states.rollouts);
    each('launches_live', 'Open launches by mode.', 'mode', states.launches);
    one('frozen', '1 while all new orders are stopped.', states.frozen ? 1 : 0);
  }
  return registry.metrics();
}

function gauge(registry: Registry, name: string, help: string, ...labelNames: string[]): Gauge {
  return new Gauge({ name: `latchkey_${name}`, help, labelNames, registers: [registry] });
}

async function readFacts(tx: Tx) {
  return {
    core: await readCorePresence(tx),
    agents: await readAgents(tx),
    backlog: await readBacklog(tx),
    sealing: await readSealing(tx),
    summary: await summariseDeployments(tx, EVERYTHING),
    states: await readStates(tx),
  };
}

interface States {
  readonly providers: [string, number][];
  readonly rollouts: [string, number][];
  readonly launches: [string, number][];
  readonly frozen: boolean;
}

async function readStates(tx: Tx): Promise<States> {
  const counted = (sql: string): string => `(SELECT coalesce(jsonb_agg(jsonb_build_array(key, n)), '[]') FROM (${sql} GROUP BY 1) counted)`;
  const [states]: States[] = await tx.query(
    `SELECT ${counted(`SELECT health AS key, count(*)::int AS n FROM provider_instance WHERE enabled`)} AS providers,
            ${counted(`SELECT state AS key, count(*)::int AS n FROM rollout WHERE ended_at IS NULL`)} AS rollouts,
            ${counted(`SELECT mode AS key, count(*)::int AS n FROM launch WHERE state = 'active'`)} AS launches,
            coalesce((SELECT frozen FROM installation), false) AS frozen`,
  );
  return states!;
}
