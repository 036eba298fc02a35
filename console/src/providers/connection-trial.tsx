import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlugConnected } from '@tabler/icons-react';
import { useCatalogueEntry } from '../catalogue/catalogue-query';
import type { ConnectionTrial } from '../api/types';
import { AnchorLink } from '../components/links';

/** Asks the server, before anything is stored. */
export function TrialButton({ onTry, busy }: { onTry: () => void; busy: boolean }) {
  return (
    <Button variant="default" leftSection={<IconPlugConnected size={16} />} onClick={onTry} loading={busy}>
      <Trans>Test connection</Trans>
    </Button>
  );
}

/** What the server answered, and what to do about it. */
export function TrialResult({ trial: { reachable, engineVersion, belowFloor, roundTripMs, code, detail } }: { trial: ConnectionTrial }) {
  const entry = useCatalogueEntry(code ?? '');
  if (!reachable)
    return (
      <Alert color="orange" icon={<IconAlertTriangle size={18} />} title={entry?.title ?? code} role="status">
        <Stack gap={4}>
          <Text size="sm">{detail}</Text>
          {entry && (
            <Text size="sm">
              <b><Trans>What to do:</Trans></b> {entry.remedy}
            </Text>
          )}
          {code && (
            <AnchorLink underline="always" to="/status-catalogue" hash={code} size="xs">
              {code}
            </AnchorLink>
          )}
        </Stack>
      </Alert>
    );
  return (
    <Alert color={belowFloor ? 'red' : 'teal'} icon={belowFloor ? <IconAlertTriangle size={18} /> : <IconCircleCheck size={18} />} title={t`It answers`} role="status">
      <Trans>Version {engineVersion ?? t`not told`}, {roundTripMs ?? 0} ms.
      <Choice value={belowFloor ? 'yes' : 'no'} _yes=" This version has known vulnerabilities: upgrade it." other="" /></Trans>
    </Alert>
  );
}
