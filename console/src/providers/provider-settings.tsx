import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Anchor, Badge, Box, Button, Group, NumberInput, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { sending } from '../api/show-problem';
import type { ProviderInstance, ProviderSettings } from '../api/types';
import { useRight } from '../app/me';
import { QueryState } from '../components/query-state';
import { ProviderConnection } from './provider-connection';
import { type SettingsDraft, settingsQuery, useSaveSettings } from './provider-queries';

/** What may be changed of an instance, and what may not, each with its reason. */
export function ProviderSettingsTab({ instance }: { instance: ProviderInstance }) {
  const mayChange = useRight('providers.manage');
  return (
    <QueryState query={useQuery(settingsQuery(instance.id))}>
      {(settings) => (
        <Stack maw={720}>
          <Changeable key={settings.version} settings={settings} />
          {mayChange && !instance.embedded && <ProviderConnection instance={instance} settings={settings} />}
          {settings.instanceWide.length > 0 && <InstanceWide settings={settings} />}
          {settings.fixed.length > 0 && <Fixed settings={settings} />}
        </Stack>
      )}
    </QueryState>
  );
}

function draftOf({ name, pausedReason, longestLaunchMinutes, region, capacity, takesSites }: ProviderSettings): SettingsDraft {
  return { region: region ?? '', capacity: capacity ?? '', takesSites, name, isPaused: pausedReason !== null, pausedReason: pausedReason ?? '', longestLaunchMinutes: longestLaunchMinutes ?? '' };
}

function Changeable({ settings }: { settings: ProviderSettings }) {
  const mayChange = useRight('providers.manage');
  const save = useSaveSettings(settings);
  const form = useForm<SettingsDraft>({
    initialValues: draftOf(settings),
    validate: { pausedReason: (reason, { isPaused }) => (isPaused && reason.trim().length < 3 ? t`Say why: whoever wants to Log In reads it.` : null) },
  });
  return (
    <Box className="lk-card" p="md">
      <form onSubmit={sending(form, (draft) => save.mutateAsync(draft))}>
        <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0 }}>
          <Stack>
            {!mayChange && <Alert><Trans>Only Super Admins may change these.</Trans></Alert>}
            <TextInput label={t`Name`} required maxLength={100} {...form.getInputProps('name')} />
            <Switch
              label={t`Pause new launches`}
              description={t`Nobody is let in; sessions that are open go on. Deployment goes on, too.`}
              {...form.getInputProps('isPaused', { type: 'checkbox' })}
            />
            {form.values.isPaused && <TextInput label={t`Why`} required maxLength={300} {...form.getInputProps('pausedReason')} />}
            <NumberInput
              label={t`Longest launch, in minutes`}
              description={t`Empty: only policies limit it. A policy with a shorter time still holds.`}
              min={1}
              max={1440}
              allowDecimal={false}
              maw={280}
              {...form.getInputProps('longestLaunchMinutes')}
            />
            <TextInput
              label={t`Region`}
              description={t`Sites of this region, and those that somebody near it adds, are placed here.`}
              maxLength={120}
              maw={280}
              {...form.getInputProps('region')}
            />
            <NumberInput
              label={t`Capacity, in devices`}
              description={t`No new site is placed here once it serves so many. Empty: no limit.`}
              min={1}
              allowDecimal={false}
              maw={280}
              {...form.getInputProps('capacity')}
            />
            <Switch
              label={t`Takes new sites`}
              description={t`Switched off, the sites that are here stay, and none is added.`}
              {...form.getInputProps('takesSites', { type: 'checkbox' })}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
                <Trans>Save</Trans>
              </Button>
            </Group>
          </Stack>
        </fieldset>
      </form>
    </Box>
  );
}

const STANDINGS: Record<ProviderSettings['instanceWide'][number]['standing'], string> = {
  'nobody-asks': t`No policy that reaches this instance says anything about it.`,
  'as-delivered': t`Policies want what the server is delivered with. Check that nobody has changed it.`,
  'to-be-set': t`Policies want something else than the server is delivered with. Set it there.`,
  conflict: t`Policies want different values, and this server can only have one.`,
};

function inWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? t`On` : t`Off`;
  return String(value);
}

/** What the server decides for all of its devices: a list to see to, since it cannot be read or written from here. */
function InstanceWide({ settings: { instanceWide } }: { settings: ProviderSettings }) {
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`One value for all devices`}>
      <Title order={2} size="h4">
        <Trans>One value for all devices</Trans>
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        <Trans>The server has these once, whatever policies say, and neither tells nor takes them from here. Set them at the server.</Trans>
      </Text>
      <Stack gap="sm">
        {instanceWide.map(({ key, title, standing, wanted, place, url, needsReinstall, code }) => (
          <Box key={key}>
            <Group gap={8}>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              {standing === 'conflict' && <Badge color="red"><Trans>Conflict</Trans></Badge>}
              {standing === 'to-be-set' && <Badge variant="light"><Trans>To be set</Trans></Badge>}
            </Group>
            <Text size="sm">{STANDINGS[standing]}</Text>
            {wanted.map(({ value, policies }) => (
              <Text size="sm" key={String(value)}>
                {inWords(value)}: {policies.map(({ name }) => name).join(', ')}
              </Text>
            ))}
            <Text size="sm" c="dimmed">
              {url ? (
                <Anchor href={url} target="_blank" rel="noreferrer" size="sm" underline="always">
                  {place}
                </Anchor>
              ) : (
                place
              )}
              {needsReinstall && t` · Remote agents need a reinstallation before it holds.`}
              {code && t` · Where it is off, devices have ${code}.`}
            </Text>
          </Box>
        ))}
      </Stack>
    </Box>
  );
}

function Fixed({ settings: { fixed } }: { settings: ProviderSettings }) {
  return (
    <Box className="lk-card" p="md" component="section" aria-label={t`Cannot be changed`}>
      <Title order={2} size="h4" mb="sm">
        <Trans>Cannot be changed</Trans>
      </Title>
      <Stack gap="sm">
        {fixed.map(({ key, title, value, why }) => (
          <Box key={key}>
            <Text size="sm">
              <b>{title}:</b> {value}
            </Text>
            <Text size="sm" c="dimmed">
              {why}
            </Text>
          </Box>
        ))}
      </Stack>
    </Box>
  );
}
