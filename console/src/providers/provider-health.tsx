import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Badge } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheckFilled, IconCircleXFilled, IconHelpCircle, type Icon } from '@tabler/icons-react';
import type { ProviderHealth } from '../api/types';

const HEALTH: Record<string, { icon: Icon; word: string; colour: string }> = {
  reachable: { icon: IconCircleCheckFilled, word: t`Reachable`, colour: 'teal' },
  unreachable: { icon: IconCircleXFilled, word: t`Unreachable`, colour: 'red' },
  refused: { icon: IconCircleXFilled, word: t`Refuses us`, colour: 'red' },
  unknown: { icon: IconHelpCircle, word: t`Not checked yet`, colour: 'gray' },
};

export function HealthBadge({ health }: { health: string }) {
  const { icon: HealthIcon, word, colour } = HEALTH[health] ?? HEALTH['unknown']!;
  return (
    <Badge color={colour} variant="light" size="lg" tt="none" leftSection={<HealthIcon size={14} aria-hidden />}>
      {word}
    </Badge>
  );
}

/** What somebody has to do something about: a version with known holes, and why an instance cannot be reached. */
export function HealthAlerts({ instance }: { instance: ProviderHealth }) {
  return (
    <>
      {instance.belowFloor && (
        <Alert
          color="red"
          mb="sm"
          icon={<IconAlertTriangle size={18} />}
          title={t`Version ${instance.engineVersion ?? ''} has known vulnerabilities`}
        >
          <Trans>Upgrade this instance; it is below the version that Latchkey considers safe.</Trans>
        </Alert>
      )}
      {instance.health !== 'reachable' && instance.healthCode && (
        <Alert color="orange" mb="sm" title={instance.healthCode}>
          {instance.healthDetail}
        </Alert>
      )}
    </>
  );
}
