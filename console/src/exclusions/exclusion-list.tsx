import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Badge, Box, Group, Menu, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCircleMinus, IconDots, IconPencil, IconPinned, IconPlayerStop } from '@tabler/icons-react';
import type { Exclusion } from '../api/types';
import { useRight } from '../app/me';
import { AnchorLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import { ChangeExclusionForm } from './exclusion-form';
import classes from '../components/row-list.module.css';
import { useEndExclusion } from './exclusion-queries';

/** Exclusions and pins as rows: what, of which kind, why, by whom and until when. */
export function ExclusionList({ exclusions }: { exclusions: readonly Exclusion[] }) {
  return (
    <Box component="ul" className={classes.list}>
      {exclusions.map((exclusion) => (
        <ExclusionRow key={exclusion.id} exclusion={exclusion} />
      ))}
    </Box>
  );
}

function ExclusionRow({ exclusion }: { exclusion: Exclusion }) {
  const { kind, live, reason, authorName, createdAt } = exclusion;
  const pinned = kind === 'pin';
  const mark = pinned ? <IconPinned size={14} aria-hidden /> : <IconCircleMinus size={14} aria-hidden />;
  return (
    <Group component="li" className={classes.row} justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
      <Box miw={0} flex={1}>
        <Group gap={8}>
          <Target exclusion={exclusion} />
          <Badge
            size="sm"
            tt="none"
            variant={live ? 'light' : 'default'}
            color={live ? (pinned ? 'blue' : 'orange') : 'gray'}
            leftSection={mark}
          >
            {pinned ? t`Pinned` : t`Excluded`}
          </Badge>
          <End exclusion={exclusion} />
        </Group>
        <Text size="sm" mt={2} style={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          {authorName} · <RelativeTime at={createdAt} size="xs" c="dimmed" />
        </Text>
      </Box>
      {live && <RowMenu exclusion={exclusion} />}
    </Group>
  );
}

function Target({ exclusion: { target, clientName, siteName } }: { exclusion: Exclusion }) {
  const { deviceId, siteId, name } = target;
  return (
    <>
      {deviceId ? (
        <AnchorLink underline="always" to="/devices" search={{ device: deviceId }} size="sm" fw={600}>
          {name}
        </AnchorLink>
      ) : (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {deviceId
          ? t`Device · ${clientName ?? ''} · ${siteName ?? ''}`
          : siteId
            ? t`Whole site · ${clientName ?? ''}`
            : t`Device group · ${clientName ?? t`all clients`}`}
      </Text>
    </>
  );
}

function End({ exclusion: { live, expiresAt, endedAt, endReason, endedByName } }: { exclusion: Exclusion }) {
  if (live) {
    return (
      <Text size="xs" c="dimmed">
        {expiresAt ? (
          <>
            <Trans>ends <RelativeTime at={expiresAt} size="xs" c="dimmed" /></Trans>
          </>
        ) : (
          t`until somebody ends it`
        )}
      </Text>
    );
  }
  return (
    <Text size="xs" c="dimmed">
      {endReason === 'expired' ? t`expired` : t`ended by ${endedByName ?? t`somebody`}`}{' '}
      <RelativeTime at={endedAt} size="xs" c="dimmed" />
    </Text>
  );
}

function RowMenu({ exclusion }: { exclusion: Exclusion }) {
  const mayChange = useRight('policies.change');
  const end = useEndExclusion();
  if (!mayChange) return null;
  const name = exclusion.target.name;
  const edit = () =>
    modals.open({
      modalId: 'exclusion-form',
      title: t`Reason and end: ${name}`,
      children: <ChangeExclusionForm exclusion={exclusion} onDone={() => modals.close('exclusion-form')} />,
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t`Actions for ${name}`} loading={end.isPending}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
          <Trans>Change reason or end</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconPlayerStop size={16} />} onClick={() => end.mutate({ ...exclusion, name })}>
          {exclusion.kind === 'pin' ? t`Unpin` : t`Stop excluding`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
