import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeviceAccess, User } from '../api/types';
import { useWhoInWords } from '../catalogue/catalogue-query';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { devicesQuery } from '../devices/device-queries';
import { explainedAccessQuery } from './access-queries';
import { STEP_WORDS } from './access-words';

const OFFERED = 20;

/** Opens the dialog that says why somebody can or cannot Log In to a device. */
export function openExplainAccess(user: User): void {
  modals.open({ title: t`Can ${user.name} Log In?`, size: 'lg', children: <ExplainAccess user={user} /> });
}

function ExplainAccess({ user }: { user: User }) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 200);
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const devices = useQuery({ ...devicesQuery({ limit: OFFERED, ...(asked ? { q: asked } : {}) }), placeholderData: keepPreviousData });
  const offered = (devices.data?.items ?? []).map(({ id, name, clientName, siteName }) => ({ value: id, label: `${name} (${clientName} · ${siteName})` }));
  const query = useQuery({ ...explainedAccessQuery(user.id, deviceId ?? ''), enabled: deviceId !== null });
  return (
    <Stack>
      <Select
        label={t`Computer`}
        placeholder={t`Name, site or client`}
        searchable
        data-autofocus
        data={offered}
        filter={({ options }) => options}
        value={deviceId}
        onSearchChange={(typed) => setWords(offered.some(({ label }) => label === typed) ? '' : typed)}
        onChange={setDeviceId}
        comboboxProps={{ withinPortal: true }}
      />
      {deviceId && (
        <QueryState query={query} compact>
          {({ device }) => (device ? <Chain access={device} name={user.name} /> : null)}
        </QueryState>
      )}
    </Stack>
  );
}

function Chain({ access: { allowed, deviceName, steps }, name }: { access: DeviceAccess; name: string }) {
  const failing = steps.filter(({ passed }) => !passed);
  return (
    <>
      <Alert color={allowed ? 'teal' : 'red'} icon={allowed ? <IconCircleCheck size={18} /> : <IconCircleX size={18} />} title={allowed ? t`${name} can Log In to ${deviceName} now` : t`${name} cannot Log In to ${deviceName} now`} role="status">
        {allowed ? t`Every condition holds.` : t`${plural(failing.length, { one: 'One condition does', other: `${failing.length} conditions do` })} not hold; the first is what ${name} is told.`}
      </Alert>
      <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </Box>
    </>
  );
}

function Step({ step: { step, passed, code, title, detail, whoCanFix, fixUrl } }: { step: DeviceAccess['steps'][number] }) {
  const inWords = useWhoInWords();
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start" py={6} style={{ borderTop: '1px solid var(--lk-line)' }}>
      {passed ? (
        <IconCircleCheck size={18} aria-label={t`Holds`} color="light-dark(var(--mantine-color-teal-8), var(--mantine-color-teal-4))" style={{ flex: 'none' }} />
      ) : (
        <IconCircleX size={18} aria-label={t`Does not hold`} color="light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))" style={{ flex: 'none' }} />
      )}
      <Box miw={0}>
        <Text size="sm" c={passed ? 'dimmed' : undefined} fw={passed ? 400 : 600}>
          {STEP_WORDS[step]}
        </Text>
        {!passed && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {title}. {detail}{' '}
            <Text span size="xs" c="dimmed">
              {whoCanFix && t`${inWords(whoCanFix)} can change that. `}
              {code && (
                <AnchorLink to="/status-catalogue" hash={code} inherit underline="always">
                  {code}
                </AnchorLink>
              )}
              {fixUrl && (
                <>
                  {' '}
                  <AnchorLink to={fixUrl as never} inherit underline="always">
                    <Trans>Where</Trans>
                  </AnchorLink>
                </>
              )}
            </Text>
          </Text>
        )}
      </Box>
    </Group>
  );
}
