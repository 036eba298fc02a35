import { Alert, Badge, Box, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DeviceDetail, EffectiveSetting, SettingDefinition } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { QueryState } from '../../components/query-state';
import { policyTypesQuery } from '../../policies/policy-queries';
import { GROUP_TITLES, valueInWords } from '../../policies/setting-words';
import classes from './effective-policy-panel.module.css';
import { effectivePolicyQuery } from '../device-queries';
import { AnchorLink } from '../../components/links';

/** What holds for this device, value by value, and which policy of which package said so. */
export function EffectivePolicyPanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(effectivePolicyQuery(device.id));
  const types = useQuery(policyTypesQuery);
  const definitions = types.data?.items.find(({ type }) => type === 'remote-access')?.settings ?? [];
  return (
    <QueryState query={query} compact>
      {({ targeted, settings, conflicts, exclusion }) => (
        <Stack gap="md">
          {!targeted && (
            <EmptyState
              icon={IconShieldOff}
              title={exclusion?.kind === 'exclude' ? 'Excluded' : 'No policy wants remote access here'}
              compact
            >
              {exclusion?.kind === 'exclude'
                ? 'The values below are what would hold without the exclusion.'
                : 'The values below are what would hold if one did.'}
            </EmptyState>
          )}
          {conflicts.map(({ code, key }) => (
            <Alert
              key={key}
              color="orange"
              icon={<IconAlertTriangle size={18} />}
              title={`${code} Conflicting policies`}
            >
              Two policies of equal rank set different values for {titleOf(definitions, key)}. The older assignment
              holds until this is settled.
            </Alert>
          ))}
          {grouped(definitions, settings).map(([group, rows]) => (
            <Box key={group}>
              <Title order={3} mb={4}>
                {GROUP_TITLES[group] ?? group}
              </Title>
              {rows.map(([definition, setting]) => (
                <SettingRow key={definition.key} definition={definition} setting={setting} />
              ))}
            </Box>
          ))}
        </Stack>
      )}
    </QueryState>
  );
}

type Row = [SettingDefinition, EffectiveSetting];

function grouped(
  definitions: readonly SettingDefinition[],
  settings: Record<string, EffectiveSetting>,
): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const definition of definitions) {
    const setting = settings[definition.key];
    if (setting) groups.set(definition.group, [...(groups.get(definition.group) ?? []), [definition, setting]]);
  }
  return [...groups];
}

const titleOf = (definitions: readonly SettingDefinition[], key: string): string =>
  definitions.find((one) => one.key === key)?.title ?? key;

function SettingRow({ definition, setting }: { definition: SettingDefinition; setting: EffectiveSetting }) {
  const configured = setting.source !== 'default';
  return (
    <Box className={classes.setting}>
      <Text size="sm">{definition.title}</Text>
      <Text size="sm" fw={configured ? 600 : 400} c={configured ? undefined : 'dimmed'}>
        {valueInWords(definition, setting.value)}
      </Text>
      <Box>
        <Source setting={setting} />
      </Box>
    </Box>
  );
}

function Source({
  setting: { source, policyId, policyName, packageName, mergedStricter, reason, authorName },
}: {
  setting: EffectiveSetting;
}) {
  if (source === 'default')
    return (
      <Text size="xs" c="dimmed">
        Default
      </Text>
    );
  if (source !== 'policy' || !policyId)
    return (
      <Badge size="sm" variant="light" tt="none" title={reason && `${authorName}: ${reason}`}>
        {source === 'override' ? 'Device override' : source === 'lock' ? 'Locked' : source}
      </Badge>
    );
  return (
    <Text size="xs" c="dimmed" component="div">
      <AnchorLink underline="always" to="/policies/$policyId" params={{ policyId }} size="xs">
        {policyName ?? 'Policy'}
      </AnchorLink>
      {packageName && <> in {packageName}</>}
      {mergedStricter && <> · the strictest of several</>}
    </Text>
  );
}
