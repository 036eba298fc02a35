import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { IconAlertTriangle, IconSearch, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeviceDetail, EffectivePolicy, EffectiveSetting, SettingDefinition } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { FindSetting } from '../../components/find-setting';
import { QueryState } from '../../components/query-state';
import { policyTypesQuery } from '../../policies/policy-queries';
import { byGroup, groupTitle } from '../../policies/setting-words';
import { effectivePolicyQuery } from '../device-queries';
import { EffectiveSettingRow } from './effective-setting-row';

/** What holds for this device, value by value, which policy of which package said so, and who was not heard. */
export function EffectivePolicyPanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(effectivePolicyQuery(device.id));
  const types = useQuery(policyTypesQuery);
  const type = types.data?.items.find(({ type: name }) => name === 'remote-access');
  return (
    <QueryState query={query} compact>
      {(policy) => (
        <Stack gap="md">
          <Remarks policy={policy} definitions={type?.settings ?? []} />
          {type && <Values policy={policy} definitions={type.settings} groups={type.groups} />}
        </Stack>
      )}
    </QueryState>
  );
}

/** What is unusual about the whole: not targeted, excluded, in conflict. */
function Remarks({ policy: { targeted, conflicts, exclusion }, definitions }: { policy: EffectivePolicy; definitions: readonly SettingDefinition[] }) {
  return (
    <>
      {!targeted && (
        <EmptyState
          icon={IconShieldOff}
          title={exclusion?.kind === 'exclude' ? t`Excluded` : t`No policy wants remote access here`}
          compact
        >
          {exclusion?.kind === 'exclude'
            ? t`The values below are what would hold without the exclusion.`
            : t`The values below are what would hold if one did.`}
        </EmptyState>
      )}
      {conflicts.map(({ code, key }) => (
        <Alert key={key} color="orange" icon={<IconAlertTriangle size={18} />} title={t`${code} Conflicting policies`}>
          <Trans>Two policies of equal rank set different values for {definitions.find((one) => one.key === key)?.title ?? key}.
          The older assignment holds until this is settled.</Trans>
        </Alert>
      ))}
    </>
  );
}

interface ValuesProps {
  policy: EffectivePolicy;
  definitions: readonly SettingDefinition[];
  groups: Parameters<typeof groupTitle>[1];
}

function Values({ policy: { settings, conflicts }, definitions, groups }: ValuesProps) {
  const { setting: wanted } = useSearch({ from: '/signed-in/shell/devices' });
  const navigate = useNavigate({ from: '/devices' });
  const [shown, setShown] = useState<'all' | 'configured'>('all');
  const [sought, setSought] = useState('');
  const configured = definitions.filter(({ key }) => settings[key] && settings[key].source !== 'default');
  const visible = (shown === 'all' ? definitions : configured).filter(({ title, key }) =>
    `${title} ${key}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const toggle = (key: string) =>
    void navigate({ search: (now) => ({ ...now, setting: now.setting === key ? undefined : key }), replace: true, resetScroll: false });
  return (
    <>
      <Group gap="sm" justify="space-between">
        <FindSetting sought={sought} onSought={setSought} width={280} />
        <SegmentedControl
          size="xs"
          aria-label={t`Which settings are shown`}
          data={[
            { value: 'all', label: t`All` },
            { value: 'configured', label: t`Not default (${configured.length})` },
          ]}
          value={shown}
          onChange={(next) => setShown(next as typeof shown)}
        />
      </Group>
      {visible.length === 0 && <EmptyState icon={IconSearch} title={sought.trim() ? t`No setting is called so` : t`Defaults everywhere`} compact />}
      {byGroup(visible).map(([group, inGroup]) => (
        <Box key={group}>
          <Title order={3} mb={4}>
            {groupTitle(group, groups)}
          </Title>
          {inGroup.map((definition) => {
            const setting: EffectiveSetting | undefined = settings[definition.key];
            return (
              setting && (
                <EffectiveSettingRow
                  key={definition.key}
                  definition={definition}
                  setting={setting}
                  inConflict={conflicts.some(({ key }) => key === definition.key)}
                  isOpen={wanted === definition.key}
                  onToggle={() => toggle(definition.key)}
                />
              )
            );
          })}
        </Box>
      ))}
    </>
  );
}
