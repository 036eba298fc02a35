import { Trans } from '@lingui/react/macro';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { asProblem } from '../api/problem';
import { useCatalogueEntry } from '../catalogue/catalogue-query';
import { AnchorLink, ButtonLink } from '../components/links';

interface LaunchRefusedProps {
  error: unknown;
  onRetry: () => void;
  busy: boolean;
}

/** Why a device was not opened, and what to do about it. */
export function LaunchRefused({ error, onRetry, busy }: LaunchRefusedProps) {
  const problem = asProblem(error);
  const entry = useCatalogueEntry(problem.code);
  return (
    <Stack>
      <Alert color="orange" icon={<IconLock size={18} />} title={entry?.title ?? problem.title}>
        <Text size="sm">{problem.detail || entry?.cause}</Text>
      </Alert>
      {entry && (
        <Text size="sm">
          <b><Trans>What to do:</Trans></b> {entry.remedy}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {entry ? (
          <AnchorLink underline="always" to="/status-catalogue" hash={problem.code} size="xs">
            {problem.code}
          </AnchorLink>
        ) : (
          problem.code
        )}
        {problem.requestId && <> <Trans>· request {problem.requestId}</Trans></>}
      </Text>
      <Group>
        <Button onClick={onRetry} loading={busy}>
          <Trans>Try again</Trans>
        </Button>
        <ButtonLink variant="default" to="/devices">
          <Trans>Back to the computers</Trans>
        </ButtonLink>
      </Group>
    </Stack>
  );
}
