import { Alert, Stack, Text } from '@mantine/core';
import { IconShieldQuestion } from '@tabler/icons-react';
import type { IdentityDoubt } from '../../api/types';
import { RelativeTime } from '../../components/relative-time';
import { moodColour } from '../phases';
import { Decisions } from './decisions';

const REASONS: Record<NonNullable<IdentityDoubt['quarantine']>['reason'], string> = {
  'two-running':
    'Two installations with the key of this device were connected at the same time: a disk or a virtual machine was probably copied.',
  'other-hardware': 'The key of this device came from other hardware: a disk was probably copied.',
  unknown: 'Its identity was called into question.',
};

/** A device in quarantine gets nothing until somebody has looked at it. */
export function QuarantineNotice({ doubt }: { doubt: IdentityDoubt }) {
  const { quarantine } = doubt;
  if (!quarantine) return null;
  return (
    <Alert
      variant="default"
      icon={<IconShieldQuestion size={20} color={moodColour('attention')} />}
      title="In quarantine"
    >
      <Stack gap="sm">
        <Text size="sm">{REASONS[quarantine.reason]} It gets no instructions and cannot be opened.</Text>
        {quarantine.since && (
          <Text size="xs" c="dimmed">
            Since <RelativeTime at={quarantine.since} size="xs" />
          </Text>
        )}
        <Decisions
          doubt={doubt}
          choices={[
            {
              decision: 'release',
              label: 'Release',
              words:
                'The copy is dealt with: the device gets instructions again and can be opened. If both still run, it is back here at once.',
            },
            {
              decision: 'revoke',
              label: 'Revoke the identity',
              words:
                'Nobody who has this key is let in any more, as after a theft. To come back, the device has to be enrolled anew, with a new key.',
              isFinal: true,
            },
          ]}
        />
      </Stack>
    </Alert>
  );
}
