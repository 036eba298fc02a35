import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Code, Group, NumberInput, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconMailX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../api/problem';
import { ProblemWords, sending } from '../api/show-problem';
import type { MailSettings } from '../api/types';
import { useMe } from '../app/me';
import { QueryState } from '../components/query-state';
import { type MailDraft, mailSettingsQuery, useSaveMail, useTestMail } from './mail-queries';

const SECURITY = [
  { value: 'tls', label: t`TLS from the start (usually port 465)` },
  { value: 'starttls', label: t`STARTTLS (usually port 587)` },
  { value: 'none', label: t`None, inside your network only` },
];

/** How e-mail is sent, and whether it works. */
export function MailTab() {
  const query = useQuery(mailSettingsQuery);
  return (
    <QueryState query={query}>
      {(settings) => (
        <Stack maw={640}>
          <Settings key={settings.version} settings={settings} />
          {settings.version > 0 && <Test />}
        </Stack>
      )}
    </QueryState>
  );
}

function draftOf({ host, port, security, user, fromAddress, fromName }: MailSettings): MailDraft {
  return {
    host: host ?? '',
    port: port ?? 587,
    security: security ?? 'starttls',
    user: user ?? '',
    password: '',
    fromAddress: fromAddress ?? '',
    fromName: fromName ?? 'Latchkey',
  };
}

function Settings({ settings }: { settings: MailSettings }) {
  const save = useSaveMail(settings);
  const form = useForm<MailDraft>({ initialValues: draftOf(settings) });
  const submit = sending(form, (draft) => save.mutateAsync(draft));
  return (
    <Box className="lk-card" p="md">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            <Trans>Mail server</Trans>
          </Title>
          <Group grow preventGrowOverflow={false} align="flex-start">
            <TextInput label={t`Host`} required placeholder="mail.example.com" {...form.getInputProps('host')} />
            <NumberInput label={t`Port`} required min={1} max={65_535} allowDecimal={false} maw={140} {...form.getInputProps('port')} />
          </Group>
          <Select label={t`Encryption`} data={SECURITY} allowDeselect={false} {...form.getInputProps('security')} />
          <TextInput label={t`User`} description={t`Empty: nobody signs in.`} autoComplete="off" {...form.getInputProps('user')} />
          <PasswordInput
            label={settings.hasPassword ? t`New password` : t`Password`}
            description={settings.hasPassword ? t`Empty: the password stays. It can be used, and not be read again.` : t`It can be used, and not be read again.`}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Group grow align="flex-start">
            <TextInput label={t`From, address`} type="email" required {...form.getInputProps('fromAddress')} />
            <TextInput label={t`From, name`} required maxLength={120} {...form.getInputProps('fromName')} />
          </Group>
          <Group justify="flex-end">
            <Button type="submit" loading={form.submitting}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Box>
  );
}

function Test() {
  const me = useMe();
  const test = useTestMail();
  const [to, setTo] = useState(me.email);
  return (
    <Box className="lk-card" p="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate(to.trim());
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            <Trans>Try it</Trans>
          </Title>
          <Group align="flex-end" grow preventGrowOverflow={false}>
            <TextInput label={t`Send a test to`} type="email" required value={to} onChange={(event) => setTo(event.currentTarget.value)} />
            <Button type="submit" variant="default" loading={test.isPending} maw={160}>
              <Trans>Send a test</Trans>
            </Button>
          </Group>
          {test.data && (
            <Alert color="teal" icon={<IconCheck size={18} />} title={t`The mail server took it`} role="status">
              <Text size="sm">
                <Trans>It said: <Code>{test.data.answer}</Code></Trans>
              </Text>
            </Alert>
          )}
          {test.error && (
            <Alert color="red" icon={<IconMailX size={18} />} title={t`It was not sent`} role="alert">
              <ProblemWords problem={asProblem(test.error)} />
            </Alert>
          )}
        </Stack>
      </form>
    </Box>
  );
}
