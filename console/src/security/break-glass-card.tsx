import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconMailOpened } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../account/card';
import { useRight } from '../app/me';
import { confirm } from '../components/confirm';
import { CopyButton } from '../components/copy-button';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import type { BreakGlass } from '../api/types';
import { breakGlassQuery, useRemoveBreakGlass, useSealBreakGlass } from './security-queries';

/** The account in the envelope. */
export function BreakGlassCard() {
  const query = useQuery(breakGlassQuery);
  const owns = useRight('ownership.transfer');
  const seal = useSealBreakGlass();
  const remove = useRemoveBreakGlass();
  const showSealed = () =>
    seal.mutate(undefined, {
      onSuccess: ({ email, password }) => modals.open({ title: t`Write this down and seal it`, children: <Sealed email={email} password={password} /> }),
    });
  const askRemove = () =>
    confirm({ title: t`Remove the break-glass account?`, confirm: t`Remove it`, children: t`Its sessions end at once, and the envelope is worth nothing.`, onConfirm: () => remove.mutate() });
  return (
    <Card
      title={t`Break-glass account`}
      lead={t`For the day on which nothing else opens: its password lies in an envelope, its hardware key beside it. Everybody is told when it is used, and it opens once.`}
      actions={
        owns && (
          <>
            {query.data && (
              <Button variant="subtle" color="red" onClick={askRemove} loading={remove.isPending}>
                <Trans>Remove</Trans>
              </Button>
            )}
            <Button variant="default" onClick={showSealed} loading={seal.isPending}>
              {query.data ? t`Seal anew` : t`Make one`}
            </Button>
          </>
        )
      }
    >
      <QueryState query={query}>{(account) => <State account={account} />}</QueryState>
    </Card>
  );
}

function State({ account }: { account: BreakGlass | null }) {
  if (!account) return <Text size="sm"><Trans>There is none. Without it, a lost identity provider or lost keys can lock everybody out.</Trans></Text>;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {account.email}
        </Text>
        <Badge tt="none" variant="light" color={account.isReady ? 'teal' : 'yellow'}>
          {account.isReady ? t`Ready` : t`Not ready`}
        </Badge>
      </Group>
      {account.lastUsedAt && (
        <Alert color="red" icon={<IconMailOpened size={18} />} title={t`It was used`}>
          <Trans><RelativeTime inherit at={account.lastUsedAt} />. Find out why in the audit log, then seal it anew.</Trans>
        </Alert>
      )}
      {!account.hasHardwareKey && (
        <Text size="sm">
          <Trans>It has no hardware key yet: sign in with what is in the envelope, enrol the key, then seal the account anew and lock both away.</Trans>
        </Text>
      )}
    </Stack>
  );
}

function Sealed({ email, password }: { email: string; password: string }) {
  return (
    <Stack>
      <Text size="sm"><Trans>This is the only time it is shown. Put it into an envelope, and the envelope where two people have to agree to open it.</Trans></Text>
      <Code block>{`${email}\n${password}`}</Code>
      <Group>
        <CopyButton value={`${email}\n${password}`} label={t`Copy`} />
      </Group>
    </Stack>
  );
}
