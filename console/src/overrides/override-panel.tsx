import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconAdjustmentsAlt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConfiguredSettings, DeviceDetail, EffectivePolicy, Override, SettingDefinition } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { Facts } from '../components/facts';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { effectivePolicyQuery } from '../devices/device-queries';
import { policyTypesQuery } from '../policies/policy-queries';
import { valueInWords } from '../policies/setting-words';
import { OverrideForm } from './override-form';
import { overrideQuery, useDeleteOverride } from './override-queries';

/** What this one device gets instead of what its policies say. */
export function OverridePanel({ device }: { device: DeviceDetail }) {
  const query = useQuery(overrideQuery(device.id));
  const effective = useQuery(effectivePolicyQuery(device.id));
  const types = useQuery(policyTypesQuery);
  const mayChange = useRight('policies.change');
  const [editing, setEditing] = useState(false);
  const definitions = types.data?.items.find(({ type }) => type === 'remote-access')?.settings;
  return (
    <QueryState query={query} compact>
      {(tagged) => {
        if (editing && definitions && effective.data) {
          return (
            <OverrideForm
              deviceId={device.id}
              etag={tagged?.etag ?? null}
              initial={draftOf(tagged?.value)}
              definitions={definitions}
              without={withoutOverride(effective.data, tagged?.value)}
              onDone={() => setEditing(false)}
            />
          );
        }
        if (tagged) {
          return (
            <Shown
              override={tagged.value}
              definitions={definitions ?? []}
              onEdit={mayChange ? () => setEditing(true) : undefined}
            />
          );
        }
        return (
          <EmptyState
            icon={IconAdjustmentsAlt}
            title={t`No override`}
            compact
            action={
              mayChange && (
                <Button size="xs" disabled={!definitions || !effective.data} onClick={() => setEditing(true)}>
                  <Trans>Override settings</Trans>
                </Button>
              )
            }
          >
            <Trans>{device.name} gets what its policies say.</Trans>
          </EmptyState>
        );
      }}
    </QueryState>
  );
}

interface ShownProps {
  override: Override;
  definitions: readonly SettingDefinition[];
  onEdit: (() => void) | undefined;
}

function Shown({ override, definitions, onEdit }: ShownProps) {
  const remove = useDeleteOverride(override.deviceId);
  return (
    <Stack gap="md">
      {override.mayLoosen && (
        <Badge color="orange" variant="light" tt="none">
          <Trans>Looser than the policies</Trans>
        </Badge>
      )}
      <Box component="dl" m={0}>
        {definitions
          .filter(({ key }) => key in override.settings)
          .map((definition) => (
            <OverriddenSetting key={definition.key} definition={definition} override={override} />
          ))}
      </Box>
      <Facts
        facts={[
          [t`Reason`, override.reason],
          [t`By`, override.authorName],
          [t`Since`, <RelativeTime at={override.updatedAt} />],
          [t`Ends`, override.expiresAt ? <RelativeTime at={override.expiresAt} /> : t`When somebody deletes it`],
        ]}
      />
      {onEdit && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onEdit}>
            <Trans>Change</Trans>
          </Button>
          <Button size="xs" variant="light" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            <Trans>Delete override</Trans>
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function OverriddenSetting({ definition, override }: { definition: SettingDefinition; override: Override }) {
  const { settings, without } = override;
  const instead = without[definition.key];
  return (
    <Group justify="space-between" gap="sm" py={6} style={{ borderTop: '1px solid var(--lk-line)' }}>
      <Text size="sm" component="dt">
        {definition.title}
      </Text>
      <Text size="sm" component="dd" m={0} fw={600}>
        {valueInWords(definition, settings[definition.key] ?? definition.default)}{' '}
        {instead !== undefined && (
          <Text span size="xs" c="dimmed" fw={400}>
            <Trans>instead of {valueInWords(definition, instead)}</Trans>
          </Text>
        )}
      </Text>
    </Group>
  );
}

function draftOf(override: Override | undefined) {
  return { settings: override?.settings ?? {}, reason: override?.reason ?? '', expiresAt: override?.expiresAt ?? null };
}

/** What holds now, except where the override itself is why. */
function withoutOverride({ settings }: EffectivePolicy, override: Override | undefined): ConfiguredSettings {
  const now = Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]));
  return { ...now, ...override?.without };
}
