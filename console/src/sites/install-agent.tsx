import { Alert, Box, Button, Group, Modal, NumberInput, Select, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client';
import type { CreatedToken, OperatingSystem, Site } from '../api/types';
import { OS_CHOICES } from '../components/os-name';
import { CopyButton } from '../components/copy-button';
import { QueryState } from '../components/query-state';
import classes from './install-agent.module.css';
import { TokenList } from './token-list';

const LIFETIMES = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
];

interface InstallAgentProps {
  site: Site | undefined;
  onClose: () => void;
}

/** Makes an enrolment token for a site and shows the one line that installs the endpoint agent with it. */
export function InstallAgent({ site, onClose }: InstallAgentProps) {
  return (
    <Modal opened={site !== undefined} onClose={onClose} title={`Install agent · ${site?.name ?? ''}`} size="xl">
      {site && <Dialogue key={site.id} site={site} />}
    </Modal>
  );
}

function Dialogue({ site }: { site: Site }) {
  const [os, setOs] = useState<OperatingSystem>('linux');
  const [hours, setHours] = useState('24');
  const [maxUses, setMaxUses] = useState<number | ''>('');
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => {
      const expiresAt = new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
      return answer(
        api.POST('/api/v1/enrolment-tokens', {
          body: { siteId: site.id, expiresAt, ...(maxUses === '' ? {} : { maxUses }) },
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
          title="Remote access is not enabled for this site yet"
        >
          Devices will enrol and wait; they get their remote agent as soon as a package is assigned.
        </Alert>
      )}
      <SegmentedControl
        aria-label="Operating system"
        data={OS_CHOICES}
        value={os}
        onChange={(value) => setOs(value as OperatingSystem)}
        fullWidth
      />
      {create.data ? (
        <Command site={site} os={os} created={create.data} />
      ) : (
        <Group align="flex-end" grow preventGrowOverflow={false}>
          <Select
            label="Token valid for"
            data={LIFETIMES}
            value={hours}
            onChange={(value) => value && setHours(value)}
            allowDeselect={false}
          />
          <NumberInput
            label="Devices at most"
            placeholder="Any number"
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={maxUses}
            onChange={(value) => setMaxUses(typeof value === 'number' ? value : '')}
          />
          <Button loading={create.isPending} onClick={() => create.mutate()}>
            Make the command
          </Button>
        </Group>
      )}
      <TokenList siteId={site.id} />
    </Stack>
  );
}

function Command({ site, os, created }: { site: Site; os: OperatingSystem; created: CreatedToken }) {
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
                {os === 'windows' ? 'In PowerShell, as administrator' : 'In a terminal'}
              </Text>
              <CopyButton label="Copy" value={line} />
            </Group>
            <Box component="pre" className={classes.command} tabIndex={0} aria-label="Install command">
              {line}
            </Box>
            <Text size="xs" c="dimmed" mt={6}>
              The token in it is shown only now. Devices that use it join {site.name}.
            </Text>
          </Box>
        );
      }}
    </QueryState>
  );
}
