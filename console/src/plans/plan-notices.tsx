import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Anchor, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconEyeOff, IconInfoCircle, IconPlugX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Plan, SettingValue } from '../api/types';
import { policyTypesQuery } from '../policies/policy-queries';
import { valueInWords } from '../policies/setting-words';
import { Notice } from './notice';
import { devices } from './plan-words';

type Conflict = Plan['conflicts'][number];
type Candidate = Conflict['candidates'][number];

/** What speaks against a plan, or what it would come to nothing of. */
export function PlanNotices({ plan }: { plan: Plan }) {
  const setting = useSettings();
  const { sessionsCut, conflicts, warnings, notExpressible, counts } = plan;
  return (
    <>
      {plan.moved === 0 && (
        <Notice colour="gray" icon={IconInfoCircle} title={t`No device changes`}>
          <Trans>Every device of the sites it reaches keeps what it has.</Trans>
        </Notice>
      )}
      {sessionsCut > 0 && (
        <Notice
          colour="red"
          icon={IconPlugX}
          title={sessionsCut === 1 ? t`1 open session would be cut` : t`${sessionsCut} open sessions would be cut`}
        >
          <Trans>Somebody is working on a device that loses its remote access.</Trans>
        </Notice>
      )}
      {counts.blocked > 0 && (
        <Notice colour="orange" icon={IconBan} title={t`${devices(counts.blocked)} cannot be done at present`}>
          <Trans>Their platform is not supported, or their provider is out of reach. They follow when that changes.</Trans>
        </Notice>
      )}
      {conflicts.map((conflict) => (
        <ConflictNotice
          key={`${conflict.key} ${conflict.siteIds.join()}`}
          conflict={conflict}
          plan={plan}
          setting={setting}
        />
      ))}
      {warnings.map(({ code, title, detail }) => (
        <Notice key={`${code} ${detail}`} colour="orange" icon={IconAlertTriangle} title={`${code} ${title}`}>
          {detail}
        </Notice>
      ))}
      {byInstance(notExpressible).map(([instance, keys]) => (
        <Notice key={instance} colour="gray" icon={IconEyeOff} title={t`Not expressible on ${instance}`}>
          <Trans>{keys.map((key) => setting(key).title).join(', ')}. Everything else is applied.</Trans>
        </Notice>
      ))}
    </>
  );
}

interface ConflictNoticeProps {
  conflict: Conflict;
  plan: Plan;
  setting: ReturnType<typeof useSettings>;
}

function ConflictNotice({ conflict: { code, key, siteIds, candidates }, plan, setting }: ConflictNoticeProps) {
  const { title, words } = setting(key);
  const names = siteIds.map((id) => plan.bySite.find(({ siteId }) => siteId === id)?.siteName).filter(Boolean);
  const where =
    names.length === siteIds.length && names.length <= 3
      ? names.join(', ')
      : t`${siteIds.length} ${plural(siteIds.length, { one: 'site', other: 'sites' })}`;
  return (
    <Notice colour="orange" icon={IconAlertTriangle} title={t`${code} Policies of equal rank disagree on ${title}`}>
      <List size="sm" my={4}>
        {candidates.map((candidate) => (
          <List.Item key={`${candidate.policyId} ${candidate.packageId}`}>
            <b>{words(candidate.value)}</b>: <Path candidate={candidate} />
          </List.Item>
        ))}
      </List>
      <Text size="sm"><Trans>At {where}. The older assignment holds until this is settled.</Trans></Text>
    </Notice>
  );
}

/** The way a value takes to the device: policy → package, each a link in a tab of its own. */
function Path({
  candidate: { policyId, policyName, packageId, packageName, deviceGroupName },
}: {
  candidate: Candidate;
}) {
  const link = (href: string, name: string) => (
    <Anchor href={href} target="_blank" rel="noopener" size="sm" underline="always">
      {name}
    </Anchor>
  );
  return (
    <>
      {policyId ? link(`/policies/${policyId}`, policyName ?? t`Policy`) : policyName}
      {packageId && <> → {link(`/packages/${packageId}`, packageName ?? t`Package`)}</>}
      {deviceGroupName && <> <Trans>for {deviceGroupName}</Trans></>}
    </>
  );
}

/** A setting by its key, with its title and its values as people read them. */
function useSettings() {
  const types = useQuery(policyTypesQuery);
  return (key: string) => {
    const definition = types.data?.items.flatMap(({ settings }) => settings).find((one) => one.key === key);
    return {
      title: definition ? `“${definition.title}”` : key,
      words: (value: unknown) => (definition ? valueInWords(definition, value as SettingValue) : String(value)),
    };
  };
}

function byInstance(found: Plan['notExpressible']): [string, string[]][] {
  const keys = new Map<string, string[]>();
  for (const { key, providerInstanceName } of found)
    keys.set(providerInstanceName, [...(keys.get(providerInstanceName) ?? []), key]);
  return [...keys];
}
