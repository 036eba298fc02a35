import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDeviceMobile, IconFingerprint, IconPlus, IconShieldExclamation } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { confirm } from '../components/confirm';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { AddFactor } from '../factors/add-factor';
import { FACTOR_NAMES } from '../factors/passkeys';
import { RecoveryCodes } from '../factors/recovery-codes';
import type { Factor, OwnFactors } from '../api/types';
import { factorsQuery, useRemoveFactor, useRenewRecoveryCodes } from './account-queries';
import { Card } from './card';

/** Second factors and the recovery codes behind them. */
export function Factors() {
  const query = useQuery(factorsQuery);
  const client = useQueryClient();
  const add = ({ kinds, items }: OwnFactors) =>
    modals.open({
      modalId: 'add-factor',
      title: t`Add a second factor`,
      children: (
        <AddFactor
          kinds={kinds}
          asksPassword={items.length === 0}
          onDone={() => {
            modals.close('add-factor');
            void client.invalidateQueries({ queryKey: ['factors'] });
            void client.invalidateQueries({ queryKey: ['me'] });
          }}
        />
      ),
    });
  return (
    <Card
      title={t`Second factors`}
      lead={t`Asked for after your password, and again for acts that open or close doors for many. Have two, so that losing one is no drama.`}
      actions={
        query.data && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => add(query.data)}>
            <Trans>Add</Trans>
          </Button>
        )
      }
    >
      <QueryState query={query}>
        {(factors) =>
          factors.items.length === 0 ? (
            <EmptyState icon={IconShieldExclamation} title={t`None yet`} colour="yellow" compact>
              <Trans>Your password is all that protects this account.</Trans>
            </EmptyState>
          ) : (
            <Stack gap="xs">
              {factors.items.map((factor) => (
                <FactorRow key={factor.id} factor={factor} />
              ))}
              <CodesLeft left={factors.recoveryCodesLeft} />
            </Stack>
          )
        }
      </QueryState>
    </Card>
  );
}

function FactorRow({ factor }: { factor: Factor }) {
  const remove = useRemoveFactor();
  const KindIcon = factor.kind === 'passkey' ? IconFingerprint : IconDeviceMobile;
  const ask = () =>
    confirm({
      title: t`Remove ${factor.name}?`,
      confirm: t`Remove it`,
      children: t`It will not be accepted any more.`,
      onConfirm: () => remove.mutate(factor.id),
    });
  return (
    <Group justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <KindIcon size={20} stroke={1.7} aria-hidden />
        <div>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {factor.name}
            </Text>
            <Badge size="sm" variant="light" tt="none" color="gray">
              {FACTOR_NAMES[factor.kind]}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {factor.lastUsedAt ? (
              <>
                <Trans>Last used <RelativeTime inherit at={factor.lastUsedAt} /></Trans>
              </>
            ) : (
              t`Not used yet`
            )}
          </Text>
        </div>
      </Group>
      <Button variant="subtle" color="red" size="compact-sm" onClick={ask} loading={remove.isPending} aria-label={t`Remove ${factor.name}`}>
        <Trans>Remove</Trans>
      </Button>
    </Group>
  );
}

function CodesLeft({ left }: { left: number }) {
  const renew = useRenewRecoveryCodes();
  const show = () =>
    renew.mutate(undefined, {
      onSuccess: ({ recoveryCodes }) =>
        modals.open({
          modalId: 'recovery-codes',
          title: t`New recovery codes`,
          children: <RecoveryCodes codes={recoveryCodes} onKept={() => modals.close('recovery-codes')} />,
        }),
    });
  return (
    <Group justify="space-between" mt="xs">
      <Text size="sm" c={left < 3 ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' : 'dimmed'}>
        <Trans>{left} of 10 recovery codes left</Trans>
      </Text>
      <Button variant="default" size="compact-sm" onClick={show} loading={renew.isPending}>
        <Trans>New recovery codes</Trans>
      </Button>
    </Group>
  );
}
