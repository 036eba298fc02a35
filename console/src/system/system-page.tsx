import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Badge, Group, SimpleGrid } from '@mantine/core';
import { IconCircleCheck, IconHeartBroken } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../api/client';
import type { SystemState } from '../api/types';
import { Facts } from '../components/facts';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { duration, RelativeTime } from '../components/relative-time';
import { Section } from '../components/section';
import { number, tenths } from '../language/formats';
import { worriesOf } from './worries';

const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => answer(api.GET('/api/v1/system')),
  refetchInterval: 10_000,
});

/** How the installation itself is doing. */
export function SystemPage() {
  const query = useQuery(systemQuery);
  return (
    <>
      <PageHeader path={[t`Settings`]} title={t`System`} lead={t`How this installation is doing; looked at every ten seconds.`} />
      <QueryState query={query}>
        {(system) => (
          <>
            <Verdict system={system} />
            <Panels system={system} />
          </>
        )}
      </QueryState>
    </>
  );
}

/** Everything that is not as it should be, in words; or that nothing is. */
function Verdict({ system }: { system: SystemState }) {
  const worries = worriesOf(system);
  if (worries.length === 0)
    return (
      <Alert color="teal" mb="md" icon={<IconCircleCheck size={18} />} title={t`Everything works`}>
        <Trans>Plans keep up, providers answer, the audit log is sealed and what is to be told goes out.</Trans>
      </Alert>
    );
  return (
    <Alert color="red" mb="md" icon={<IconHeartBroken size={18} />} title={worries.length === 1 ? t`One thing is not as it should be` : t`${worries.length} things are not as they should be`}>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {worries.map(({ area, sentence }) => (
          <li key={area + sentence}>{sentence}</li>
        ))}
      </ul>
    </Alert>
  );
}

function Panels({ system }: { system: SystemState }) {
  const { process, database, agents, core, backlog, sealing, channels, providers } = system;
  const worried = new Set(worriesOf(system).map(({ area }) => area));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md">
      <Panel title={t`Scheduler`} mark={<Mark fine={!worried.has('scheduler')} word={core.alive === 0 ? t`Down` : worried.has('scheduler') ? t`Behind` : t`Keeping up`} />}>
        <Facts
          facts={[
            [t`Core processes alive`, core.alive],
            [t`Last heard of`, core.lastSeenAt && <RelativeTime at={core.lastSeenAt} />],
            [t`Lag of plans`, duration(backlog.lagSeconds)],
            [t`Lag of deployments`, duration(backlog.dueSeconds)],
          ]}
        />
      </Panel>
      <Panel title={t`Queues`} mark={<Mark fine={!worried.has('queues')} word={worried.has('queues') ? t`Growing` : t`Moving`} />}>
        <Facts
          facts={[
            [t`Sites to plan`, backlog.dirtySites],
            [t`Deployments due`, backlog.dueDeployments],
            [t`Acts for providers`, backlog.waitingActs],
            [t`Open instructions`, backlog.openInstructions],
            [t`Mails to send`, backlog.waitingMails],
            [t`Webhook deliveries`, backlog.waitingDeliveries],
          ]}
        />
      </Panel>
      <Panel title={t`Endpoint agents`} mark={<Mark fine={!worried.has('agents')} word={worried.has('agents') ? t`No gateway` : t`Listening`} />}>
        <Facts
          facts={[
            [t`Online`, t`${agents.online} of ${agents.enrolled}`],
            [t`Gateways alive`, agents.gateways],
          ]}
        />
      </Panel>
      <Panel title={t`Audit log`} mark={<Mark fine={!worried.has('sealing')} word={worried.has('sealing') ? t`Not sealed` : t`Sealed`} />}>
        <Facts
          facts={[
            [t`Entries sealed`, sealing.sealed],
            [t`Not sealed yet`, sealing.unsealed],
            [t`Last checkpoint`, <RelativeTime at={sealing.checkpointAt} never={t`None yet`} />],
            [t`Copied outside`, sealing.shippedSeq > 0 ? t`up to entry ${sealing.shippedSeq}` : 'nowhere'],
            [t`Whether it is intact`, <AnchorLink to="/audit" size="sm"><Trans>Verify it</Trans></AnchorLink>],
          ]}
        />
      </Panel>
      <Panel title={t`Mail and webhooks`} mark={<Mark fine={!worried.has('channels')} word={!channels.mailIsSetUp && channels.webhooks === 0 ? t`Not set up` : worried.has('channels') ? t`Failing` : t`Going out`} />}>
        <Facts
          facts={[
            [t`Mail server`, channels.mailIsSetUp ? t`set up` : <AnchorLink to="/settings/notifications" search={{ tab: 'email' }} size="sm"><Trans>Set it up</Trans></AnchorLink>],
            [t`Last mail sent`, channels.mailIsSetUp ? <RelativeTime at={channels.mailSentAt} /> : null],
            [t`Mails refused today`, channels.mailIsSetUp ? channels.mailsFailed : null],
            [t`Webhooks`, channels.webhooks],
            [t`Failing`, channels.webhooks + channels.webhooksFailing > 0 ? channels.webhooksFailing : null],
          ]}
        />
      </Panel>
      {providers.map((provider) => (
        <Panel key={provider.id} title={provider.name} mark={<Mark fine={provider.health === 'reachable' && !provider.belowFloor} word={provider.belowFloor ? t`Upgrade needed` : provider.health} />}>
          <Facts
            facts={[
              [t`Product`, provider.kind],
              [t`Version`, provider.engineVersion],
              [t`State since`, <RelativeTime at={provider.healthSince} />],
              [t`Round trip`, provider.roundTripMs === null ? null : t`${provider.roundTripMs} ms`],
              [t`Why`, provider.healthCode && <AnchorLink to="/status-catalogue" hash={provider.healthCode} size="sm">{provider.healthCode}</AnchorLink>],
              [t`Switched off`, provider.enabled ? null : t`Latchkey does not speak to it`],
              [t`More`, <AnchorLink to="/settings/providers/$providerId" params={{ providerId: provider.id }} size="sm"><Trans>Its page</Trans></AnchorLink>],
            ]}
          />
        </Panel>
      ))}
      <Panel title={t`Server`} mark={<Mark fine={process.separation === 'full'} word={process.separation === 'full' ? t`Full separation` : t`Reduced separation`} />}>
        <Facts
          facts={[
            [t`Version`, process.version],
            [t`Running for`, duration(process.upSeconds)],
            ['Node.js', process.node],
            [t`Separation`, process.separation === 'full' ? t`Web and core run under different accounts.` : t`Web and core run under one account of the operating system.`],
          ]}
        />
      </Panel>
      <Panel title={t`Database`} mark={<Mark fine={!worried.has('database')} word={worried.has('database') ? t`Slow` : t`Answers`} />}>
        <Facts
          facts={[
            ['PostgreSQL', database.version],
            [t`Round trip`, t`${tenths(database.roundTripMs)} ms`],
            [t`Size`, t`${number.format(Math.round(database.sizeBytes / 1_048_576))} MiB`],
            [t`Migration`, migrationInWords(database.migration)],
          ]}
        />
      </Panel>
    </SimpleGrid>
  );
}

/** `LaunchQuestions1764000000022` → Launch questions (22). */
function migrationInWords(name: string): string {
  const [, words = name, number = ''] = /^(\D+)(?:17640+)?(\d+)$/.exec(name) ?? [];
  const spaced = words.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`);
  return number ? `${spaced} (${Number(number)})` : spaced;
}

function Panel({ title, mark, children }: { title: string; mark: ReactNode; children: ReactNode }) {
  return (
    <Section title={title} aside={<Group style={{ flex: 'none' }}>{mark}</Group>}>
      <div style={{ padding: '0 16px 14px' }}>{children}</div>
    </Section>
  );
}

function Mark({ fine, word }: { fine: boolean; word: string }) {
  return (
    <Badge variant="light" color={fine ? 'teal' : 'orange'} tt="none">
      {word}
    </Badge>
  );
}
