import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Divider, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { EnrolmentToken } from '../api/types';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { tokensQuery } from './site-queries';

const STATES: Record<EnrolmentToken['state'], { word: string; colour: string }> = {
  valid: { word: t`Valid`, colour: 'teal' },
  expired: { word: t`Expired`, colour: 'gray' },
  'used-up': { word: t`Used up`, colour: 'gray' },
  revoked: { word: t`Revoked`, colour: 'gray' },
};

/** The tokens of a site; a valid one can be revoked. */
export function TokenList({ siteId }: { siteId: string }) {
  const query = useQuery(tokensQuery(siteId));
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length > 0 && (
          <Box>
            <Divider mb="xs" label={t`Tokens of this site`} labelPosition="left" />
            {items.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </Box>
        )
      }
    </QueryState>
  );
}

function TokenRow({
  token: { id, siteId, state, createdAt, expiresAt, uses, maxUses, quarantine },
}: {
  token: EnrolmentToken;
}) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/enrolment-tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone(t`Token revoked.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['enrolment-tokens', siteId] }),
  });
  const { word, colour } = STATES[state];
  return (
    <Group justify="space-between" py={6} gap="xs">
      <Group gap="sm">
        <Badge variant="light" color={colour} tt="none" w={76}>
          {word}
        </Badge>
        <Text size="sm">
          {state === 'valid' ? (
            <>
              <Trans>made <RelativeTime at={createdAt} />, ends <RelativeTime at={expiresAt} /></Trans>
            </>
          ) : (
            <>
              <Trans>made <RelativeTime at={createdAt} /></Trans>
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed" className="lk-figures">
          {maxUses === null ? t`${uses} of any number of devices` : t`${uses} of ${plural(maxUses, { one: '1 device', other: `${maxUses} devices` })}`}
        </Text>
        {quarantine && (
          <Text size="sm" c="dimmed">
            <Trans>to be approved</Trans>
          </Text>
        )}
      </Group>
      {state === 'valid' && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          <Trans>Revoke</Trans>
        </Button>
      )}
    </Group>
  );
}
