import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Stack, Text } from '@mantine/core';
import { IconShieldQuestion } from '@tabler/icons-react';
import type { IdentityDoubt } from '../../api/types';
import { RelativeTime } from '../../components/relative-time';
import { moodColour } from '../phases';
import { Decisions } from './decisions';

const REASONS: Record<NonNullable<IdentityDoubt['quarantine']>['reason'], string> = {
  'two-running':
    t`Two installations with the key of this device were connected at the same time: a disk or a virtual machine was probably copied.`,
  'other-hardware': t`The key of this device came from other hardware: a disk was probably copied.`,
  'not-approved': t`It is new, and came with a token whose devices wait for approval.`,
  unknown: t`Its identity was called into question.`,
};

/** A device in quarantine gets nothing until somebody has looked at it. */
export function QuarantineNotice({ doubt }: { doubt: IdentityDoubt }) {
  const { quarantine } = doubt;
  if (!quarantine) return null;
  const isNew = quarantine.reason === 'not-approved';
  return (
    <Alert
      variant="default"
      icon={<IconShieldQuestion size={20} color={moodColour('attention')} />}
      title={isNew ? t`New, and not approved yet` : t`In quarantine`}
    >
      <Stack gap="sm">
        <Text size="sm"><Trans>{REASONS[quarantine.reason]} It gets no instructions and cannot be opened.</Trans></Text>
        {quarantine.since && (
          <Text size="xs" c="dimmed">
            <Trans>Since <RelativeTime at={quarantine.since} size="xs" /></Trans>
          </Text>
        )}
        <Decisions
          doubt={doubt}
          choices={[
            {
              decision: 'release',
              label: isNew ? t`Approve` : t`Release`,
              words: isNew
                ? t`It is one of yours: within a minute it connects, and gets what its site gets.`
                : t`The copy is dealt with: the device gets instructions again and can be opened. If both still run, it is back here at once.`,
            },
            {
              decision: 'revoke',
              label: t`Revoke the identity`,
              words:
                t`Nobody who has this key is let in any more, as after a theft. To come back, the device has to be enrolled anew, with a new key.`,
              isFinal: true,
            },
          ]}
        />
      </Stack>
    </Alert>
  );
}
