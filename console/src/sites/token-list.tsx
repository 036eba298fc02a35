import { Badge, Box, Button, Divider, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { showDone } from '../api/show-problem';
import type { EnrolmentToken } from '../api/types';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { tokensQuery } from './site-queries';

const STATES: Record<EnrolmentToken['state'], { word: string; colour: string }> = {
  valid: { word: 'Valid', colour: 'teal' },
  expired: { word: 'Expired', colour: 'gray' },
  'used-up': { word: 'Used up', colour: 'gray' },
  revoked: { word: 'Revoked', colour: 'gray' },
};

/** The tokens of a site; a valid one can be revoked. */
export function TokenList({ siteId }: { siteId: string }) {
  const query = useQuery(tokensQuery(siteId));
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length > 0 && (
          <Box>
            <Divider mb="xs" label="Tokens of this site" labelPosition="left" />
            {items.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </Box>
        )
      }
    </QueryState>
  );
}

function TokenRow({ token: { id, siteId, state, createdAt, expiresAt, uses, maxUses } }: { token: EnrolmentToken }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/enrolment-tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => showDone('Token revoked.'),
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
          made <RelativeTime at={createdAt} />
          {state === 'valid' && (
            <>
              , ends <RelativeTime at={expiresAt} />
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed" className="lk-figures">
          {uses} of {maxUses ?? 'any number of'} {maxUses === 1 ? 'device' : 'devices'}
        </Text>
      </Group>
      {state === 'valid' && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          Revoke
        </Button>
      )}
    </Group>
  );
}
