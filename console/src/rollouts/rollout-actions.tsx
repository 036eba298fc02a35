import { plural, select, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Tooltip } from '@mantine/core';
import { IconCircleX, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { RolloutDetail } from '../api/types';
import { useRight } from '../app/me';
import { askReason } from './reason-form';
import { useSteerRollout, type RolloutMove } from './rollout-queries';

interface RolloutActionsProps {
  rollout: RolloutDetail;
  etag: string;
}

/** What can be done with a rollout that has not ended. */
export function RolloutActions({ rollout, etag }: RolloutActionsProps) {
  const mayChange = useRight('policies.change');
  const steer = useSteerRollout(rollout.id, etag);
  if (!mayChange || !['running', 'paused', 'halted'].includes(rollout.state)) return null;
  const ask = (move: RolloutMove) => askReason({ ...questionOf(move, rollout), onConfirm: (reason) => steer.mutate({ move, reason }) });
  const shared = { disabled: !rollout.allInScope, loading: steer.isPending };
  return (
    <Tooltip label={t`It also reaches devices that you are not responsible for.`} disabled={rollout.allInScope}>
      <Button.Group>
        {rollout.state === 'running' ? (
          <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={() => ask('pause')} {...shared}>
            <Trans>Pause</Trans>
          </Button>
        ) : (
          <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => ask('resume')} {...shared}>
            <Trans>Resume</Trans>
          </Button>
        )}
        <Button
          variant="default"
          c="light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))"
          leftSection={<IconCircleX size={16} />}
          onClick={() => ask('abort')}
          {...shared}
        >
          <Trans>Abort</Trans>
        </Button>
      </Button.Group>
    </Tooltip>
  );
}

function questionOf(move: RolloutMove, { stateBy, failed }: RolloutDetail) {
  switch (move) {
    case 'pause':
      return {
        title: t`Pause this rollout?`,
        confirm: t`Pause`,
        children: t`Nothing more is released until somebody resumes it. Devices that have the change go on.`,
      };
    case 'resume':
      return {
        title: t`Resume this rollout?`,
        confirm: t`Resume`,
        children:
          stateBy === 'guard'
            ? t`You accept what was seen so far${select(failed > 0 ? 'yes' : 'no', { yes: `, ${plural(failed, { one: '1 failure', other: `${failed} failures` })} included`, other: '' })}. Failures to come count again.`
            : t`It goes on where it was paused.`,
      };
    case 'abort':
      return {
        title: t`Abort this rollout?`,
        confirm: t`Abort the rollout`,
        danger: true,
        children:
          t`Devices that have the change keep it; the others keep what they have until the next change. This cannot be undone.`,
      };
  }
}
