import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Group, Modal, Radio, ScrollArea, Stack, Text } from '@mantine/core';
import { IconCheck, IconPackage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Package, Site } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import classes from './assign-package.module.css';
import { ImpactLine } from '../plans/impact-line';
import { whenDone } from '../plans/use-change';
import { assignPackage, packagesQuery, useAssignPackage } from './package-queries';
import { ButtonLink } from '../components/links';

interface AssignPackageProps {
  sites: readonly Site[];
  opened: boolean;
  onClose: () => void;
  onAssigned: () => void;
}

/** Which package the ticked sites get: click its name, then Assign. */
export function AssignPackage({ sites, opened, onClose, onAssigned }: AssignPackageProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={t`Assign Package`} size="md">
      <Choice sites={sites} onClose={onClose} onAssigned={onAssigned} />
    </Modal>
  );
}

function Choice({ sites, onClose, onAssigned }: Omit<AssignPackageProps, 'opened'>) {
  const query = useQuery(packagesQuery);
  const assign = useAssignPackage();
  const [chosen, setChosen] = useState<string | null>(null);
  const devices = sites.reduce((sum, { deviceCount }) => sum + deviceCount, 0);
  const body = chosen === null ? null : { packageId: chosen, siteIds: sites.map(({ id }) => id) };
  const name = query.data?.items.find(({ id }) => id === chosen)?.name;
  const where = sites.length === 1 ? sites[0]?.name : t`${sites.length} sites`;
  const title = t`Assign “${name ?? ''}” to ${where ?? ''}`;
  const submit = () => {
    if (!body) return;
    const closed = () => {
      onAssigned();
      onClose();
    };
    assign.mutate({ ...body, title }, { onSuccess: whenDone(closed) });
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        <Trans>To {where}, with {devices}{' '}
        <Plural value={devices} one="computer" other="computers" /> now and every one added later.</Trans>
      </Text>
      <QueryState query={query} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={IconPackage}
              title={t`No packages yet`}
              compact
              action={<ButtonLink to="/packages"><Trans>To the packages</Trans></ButtonLink>}
            />
          ) : (
            <ScrollArea.Autosize mah={340}>
              <Radio.Group value={chosen} onChange={setChosen} aria-label={t`Package`}>
                <Stack gap={4}>
                  {items.map((one, at) => (
                    <Option key={one.id} option={one} chosen={chosen === one.id} takesFocus={chosen === null ? at === 0 : chosen === one.id} />
                  ))}
                </Stack>
              </Radio.Group>
            </ScrollArea.Autosize>
          )
        }
      </QueryState>
      <ImpactLine change={['assign', body]} request={body && assignPackage(body)} title={title} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button disabled={!chosen} loading={assign.isPending} onClick={submit}>
          <Trans>Assign</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** One of a group that is a single stop of the Tab key; the arrows go through it. */
function Option({ option, chosen, takesFocus }: { option: Package; chosen: boolean; takesFocus: boolean }) {
  return (
    <Radio.Card className={classes.option} value={option.id} withBorder={false} tabIndex={takesFocus ? 0 : -1} data-chosen={chosen || undefined}>
      <IconPackage size={18} stroke={1.6} aria-hidden />
      <span className={classes.words}>
        <Text size="sm" fw={600} span display="block">
          {option.name}
        </Text>
        <Text size="xs" c="dimmed" span display="block" lineClamp={1}>
          {option.entries.length === 0 ? t`No policies` : option.entries.map(({ policyName }) => policyName).join(', ')}
        </Text>
      </span>
      {chosen && <IconCheck size={18} aria-hidden />}
    </Radio.Card>
  );
}
