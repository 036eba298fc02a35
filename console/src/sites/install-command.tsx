import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Collapse, Group, NumberInput, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconInfoCircle, IconQrcode } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { answer, api } from '../api/client';
import type { CreatedToken, OperatingSystem, Site } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { OS_CHOICES } from '../components/os-name';
import { QueryState } from '../components/query-state';
import classes from './install-agent.module.css';

const LIFETIMES = [
  { value: '1', label: t`1 hour` },
  { value: '24', label: t`1 day` },
  { value: '168', label: t`7 days` },
  { value: '720', label: t`30 days` },
];

/** Makes an enrolment token for a site and shows the one line that installs the endpoint agent with it. */
export function InstallCommand({ site }: { site: Site }) {
  const [os, setOs] = useState<OperatingSystem>('linux');
  const [hours, setHours] = useState('24');
  const [maxUses, setMaxUses] = useState<number | ''>('');
  const [quarantine, setQuarantine] = useState(false);
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => {
      const expiresAt = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
      return answer(
        api.POST('/api/v1/enrolment-tokens', {
          body: { siteId: site.id, expiresAt, quarantine, ...(maxUses === '' ? {} : { maxUses }) },
        }),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['enrolment-tokens', site.id] }),
  });
  return (
    <Stack>
      {!site.enabled && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconInfoCircle size={18} />}
          title={t`Remote access is not enabled for this site yet`}
        >
          <Trans>Devices will enrol and wait; they get their remote agent as soon as a package is assigned.</Trans>
        </Alert>
      )}
      <SegmentedControl
        aria-label={t`Operating system`}
        data={OS_CHOICES}
        value={os}
        onChange={(value) => setOs(value as OperatingSystem)}
        fullWidth
      />
      {create.data ? (
        <Command site={site} os={os} created={create.data} />
      ) : (
        <>
          <Group align="flex-end" grow preventGrowOverflow={false}>
            <Select
              label={t`Token valid for`}
              data={LIFETIMES}
              value={hours}
              onChange={(value) => value && setHours(value)}
              allowDeselect={false}
            />
            <NumberInput
              label={t`Devices at most`}
              placeholder={t`Any number`}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              value={maxUses}
              onChange={(value) => setMaxUses(typeof value === 'number' ? value : '')}
            />
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              <Trans>Make the command</Trans>
            </Button>
          </Group>
          <Switch
            label={t`Its devices wait for approval`}
            description={t`Nothing is installed on them until somebody approves them under Devices, Identity.`}
            checked={quarantine}
            onChange={(event) => setQuarantine(event.currentTarget.checked)}
          />
        </>
      )}
    </Stack>
  );
}

function Command({ site, os, created }: { site: Site; os: OperatingSystem; created: CreatedToken }) {
  const [isCodeShown, code] = useDisclosure();
  const query = useQuery({
    queryKey: ['install-command', site.id, os],
    queryFn: () => answer(api.GET('/api/v1/install-command', { params: { query: { siteId: site.id, os } } })),
    staleTime: 60_000,
  });
  return (
    <QueryState query={query} compact>
      {({ command, tokenPlaceholder }) => {
        const line = command.replaceAll(tokenPlaceholder, created.token);
        return (
          <Box>
            <Group justify="space-between" mb={6}>
              <Text size="sm" fw={600}>
                {os === 'windows' ? t`In PowerShell, as administrator` : t`In a terminal`}
              </Text>
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconQrcode size={14} />}
                  aria-expanded={isCodeShown}
                  onClick={code.toggle}
                >
                  {isCodeShown ? t`Hide the QR code` : t`QR code`}
                </Button>
                <CopyButton label={t`Copy`} value={line} />
              </Group>
            </Group>
            <Box component="pre" className={classes.command} tabIndex={0} aria-label={t`Install command`}>
              {line}
            </Box>
            <Collapse expanded={isCodeShown}>
              <Stack align="center" gap={6} mt="sm">
                <Box p="sm" bg="white" style={{ borderRadius: 8 }}>
                  <QRCodeSVG value={line} size={256} level="L" title={t`QR code of the install command`} />
                </Box>
                <Text size="xs" c="dimmed">
                  <Trans>Holds this very line, for a device that has a camera and no chat.</Trans>
                </Text>
              </Stack>
            </Collapse>
            <Text size="xs" c="dimmed" mt={6}>
              <Trans>The token in it is shown only now. Devices that use it join {site.name}
              <Choice value={created.quarantine ? 'yes' : 'no'} _yes=" and wait for approval under Devices, Identity" other="" />.</Trans>
            </Text>
          </Box>
        );
      }}
    </QueryState>
  );
}
