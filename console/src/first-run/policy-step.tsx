import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { sending } from '../api/show-problem';
import type { ConfiguredSettings, SettingDefinition } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { assignmentsQuery, packagesQuery, useAssignPackage } from '../packages/package-queries';
import { policiesQuery, policyTypesQuery } from '../policies/policy-queries';
import { SettingControl } from '../policies/setting-control';
import { allSitesQuery } from '../sites/site-queries';
import { IconBuilding } from '@tabler/icons-react';
import { DoneNote } from './done-note';

/** What most people decide on the first day; everything else has its default and can be changed in the policy. */
const ASKED = ['consent.mode', 'visibility.balloon', 'session.joinReason', 'agent.autoUpdate'];

/** The first policy, the package that holds it, and its assignment to the first site. */
export function PolicyStep() {
  const assignments = useQuery(assignmentsQuery());
  const sites = useQuery(allSitesQuery());
  const types = useQuery(policyTypesQuery);
  return (
    <QueryState query={assignments} compact>
      {({ items: [assignment] }) => {
        if (assignment) {
          return (
            <DoneNote title={t`“${assignment.packageName}” is assigned to ${assignment.siteName}`}>
              <Trans>Its settings: <AnchorLink to="/policies" size="sm" underline="always">Policies</AnchorLink>. What reaches what: <AnchorLink to="/policy-map" size="sm" underline="always">Policy map</AnchorLink></Trans>
            </DoneNote>
          );
        }
        const definitions = types.data?.items.find(({ type }) => type === 'remote-access')?.settings;
        if (sites.data?.items.length === 0) {
          return <EmptyState icon={IconBuilding} title={t`First a site`} compact action={<AnchorLink to="/first-run" search={{ step: 'site' }} size="sm"><Trans>Add a client and its first site</Trans></AnchorLink>} />;
        }
        return definitions && sites.data ? <NewPolicy definitions={definitions} sites={sites.data.items} /> : null;
      }}
    </QueryState>
  );
}

interface NewPolicyProps {
  definitions: readonly SettingDefinition[];
  sites: readonly { id: string; name: string; clientName: string }[];
}

function NewPolicy({ definitions, sites }: NewPolicyProps) {
  const queries = useQueryClient();
  const policies = useQuery(policiesQuery);
  const packages = useQuery(packagesQuery);
  const assign = useAssignPackage();
  const form = useForm({
    initialValues: { name: t`Standard access`, packageName: t`Managed computers`, siteId: sites[0]?.id ?? '', settings: { enabled: true } as ConfiguredSettings },
    validate: {
      name: (name) => (name.trim() ? null : t`A policy needs a name.`),
      packageName: (name) => (name.trim() ? null : t`A package needs a name.`),
    },
  });
  const submit = sending(form, async ({ name, packageName, siteId, settings }) => {
    // Whoever was interrupted between two of the three goes on with what there is under these names.
    const called = <T extends { name: string }>(items: readonly T[] | undefined, wanted: string) => items?.find((one) => one.name === wanted.trim());
    try {
      const policy =
        called(policies.data?.items, name) ??
        (await answer(api.POST('/api/v1/policies', { body: { category: 'devices', type: 'remote-access', name: name.trim(), enabled: true, settings } })));
      const held =
        called(packages.data?.items, packageName) ??
        (await answer(api.POST('/api/v1/packages', { body: { name: packageName.trim(), entries: [{ policyId: policy.id }] } })));
      await assign.mutateAsync({ packageId: held.id, siteIds: [siteId], title: t`Assign “${held.name}” to ${sites.find(({ id }) => id === siteId)?.name ?? t`the site`}` });
    } finally {
      await Promise.all(['policies', 'packages', 'assignments', 'sites', 'summary', 'policy-map'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    }
  });
  const change = (key: string, value: ConfiguredSettings[string] | undefined) => {
    const { [key]: _, ...others } = form.values.settings;
    form.setFieldValue('settings', value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={760}>
        <Box className="lk-card" p="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t`Policy`} description={t`Devices › Remote Access`} required maxLength={120} {...form.getInputProps('name')} />
            <TextInput label={t`Package`} description={t`Holds the policy; more can be added`} required maxLength={120} {...form.getInputProps('packageName')} />
            {sites.length > 1 && (
              <Select label={t`Site`} allowDeselect={false} data={sites.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` }))} {...form.getInputProps('siteId')} />
            )}
          </SimpleGrid>
        </Box>
        <Box className="lk-card">
          {definitions
            .filter(({ key }) => ASKED.includes(key))
            .map((definition) => (
              <SettingControl
                key={definition.key}
                definition={definition}
                value={form.values.settings[definition.key]}
                onChange={(value) => change(definition.key, value)}
              />
            ))}
        </Box>
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            <Trans>Everything else keeps its default; all of it is in the policy.</Trans>
          </Text>
          <Button type="submit" loading={form.submitting}>
            <Trans>Save and assign</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
