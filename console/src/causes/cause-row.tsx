import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { Cause } from '../api/types';
import { useRight } from '../app/me';
import { useWhoInWords } from '../catalogue/catalogue-query';
import { confirm } from '../components/confirm';
import { AnchorLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import { askReason } from '../rollouts/reason-form';
import { useRetryCause } from './cause-queries';

/** One cause: how many it stops and where, what to do about it, who can, and one button for all of them; within another card without its own. */
export function CauseRow({ cause, within = false }: { cause: Cause; within?: boolean }) {
  const { errorCode, errorTitle, devices, sites, siteId, siteName, remedy, who, firstSeen, lastSeen, examples } = cause;
  const inWords = useWhoInWords();
  const others = devices - examples.length;
  return (
    <Box component="li" className={within ? undefined : 'lk-card'} p="md" style={within ? { borderTop: '1px solid var(--lk-line)' } : undefined}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box miw={0} style={{ flex: '1 1 320px' }}>
          <Group gap={8} mb={4}>
            <Badge variant="light" color="red" tt="none" className="lk-code">
              {errorCode}
            </Badge>
            <Title order={within ? 3 : 2} size="h4">
              {errorTitle}
            </Title>
          </Group>
          <Text size="sm">
            <Trans><b><Plural value={devices} one="1 device" other={`${devices} devices`} /></b> at {siteName ?? (sites === 1 ? t`1 site` : t`${sites} sites`)} · {cause.providerInstanceName} · since <RelativeTime at={firstSeen} span /></Trans>
            {lastSeen !== firstSeen && (
              <>
                {', '}
                <span>
                  <Trans>the latest <RelativeTime at={lastSeen} span /></Trans>
                </span>
              </>
            )}
          </Text>
          <Text size="sm" mt={6}>
            <b><Trans>What to do:</Trans></b> {remedy}
          </Text>
          <Text size="xs" c="dimmed" mt={4}>
            {who.length > 0 && `${who.map(inWords).join(', ')} · `}
            <AnchorLink to="/status-catalogue" hash={errorCode} size="xs" underline="always">
              <Trans>What {errorCode} means</Trans>
            </AnchorLink>
          </Text>
          <Text size="xs" c="dimmed" mt={4}>
            {examples.map(({ id, name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <AnchorLink to="/devices" search={{ device: id }} size="xs" underline="always">
                  {name}
                </AnchorLink>
              </span>
            ))}
            {others > 0 && (
              <>
                {' '}
                <AnchorLink
                  to="/devices"
                  search={{ errorCode, ...(siteId ? { siteId } : {}) }}
                  size="xs"
                  underline="always"
                >
                  <Trans>and {others} more</Trans>
                </AnchorLink>
              </>
            )}
          </Text>
        </Box>
        <RetryButton cause={cause} />
      </Group>
    </Box>
  );
}

function RetryButton({ cause: { fingerprint, devices, retry, errorTitle } }: { cause: Cause }) {
  const mayRepair = useRight('devices.repair');
  const again = useRetryCause(fingerprint);
  if (!mayRepair) return null;
  const label = t`Try again on ${plural(devices, { one: '1 device', other: `${devices} devices` })}`;
  const ask = () =>
    retry === 'no'
      ? askReason({
          title: errorTitle,
          children: t`This does not go away by trying again. Say what has changed.`,
          confirm: label,
          onConfirm: (reason) => again.mutate(reason),
        })
      : confirm({
          title: label,
          children: t`Each of them is asked again at once, as far as it is connected; the others when they return.`,
          confirm: t`Try again`,
          danger: false,
          onConfirm: () => again.mutate(undefined),
        });
  return (
    <Button variant="default" leftSection={<IconRefresh size={16} />} loading={again.isPending} onClick={ask}>
      {label}
    </Button>
  );
}
