import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Stack, Text } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import type { IdentityDoubt } from '../../api/types';
import { RelativeTime } from '../../components/relative-time';
import { moodColour } from '../phases';
import { Decisions } from './decisions';

/** A new installation on known hardware asks to be this device. */
export function ClaimNotice({ doubt }: { doubt: IdentityDoubt }) {
  const { claim } = doubt;
  if (!claim) return null;
  return (
    <Alert
      variant="default"
      icon={<IconRefreshAlert size={20} color={moodColour('attention')} />}
      title={t`A new installation says that it is this device`}
    >
      <Stack gap="sm">
        <Text size="sm">
          <Trans>It came <RelativeTime at={claim.claimedAt} /> with a token of <b>{claim.siteName ?? t`another site`}</b>. Its
          hardware is the one we know, its key is new: so it is after the system was installed afresh, and so it would
          be if somebody imitated the hardware. {whyItWaits(doubt, claim)}</Trans>
        </Text>
        <Decisions
          doubt={doubt}
          choices={[
            {
              decision: 'accept',
              label: t`Accept`,
              words: t`The new installation becomes ${doubt.name}: it keeps the name, the site and the history, and gets a remote agent of its own. The former installation is cut off for good.`,
              isFinal: true,
            },
            {
              decision: 'reject',
              label: t`Reject`,
              words: t`The new installation is turned away, and nothing changes for the former one.`,
            },
          ]}
        />
      </Stack>
    </Alert>
  );
}

function whyItWaits(
  { online }: IdentityDoubt,
  { settlesByItself, awaitsApproval }: NonNullable<IdentityDoubt['claim']>,
): string {
  if (awaitsApproval) return t`What comes with its token waits for approval, so somebody has to decide.`;
  if (!settlesByItself) return t`The device belongs to a different site, so somebody has to decide.`;
  return online
    ? t`The former installation is still connected. Without a decision, the new one takes over once the former has been silent for ten minutes.`
    : t`Without a decision, it takes over once the former installation has been silent for ten minutes.`;
}
