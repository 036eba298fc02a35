import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { sending } from '../api/show-problem';
import { useMe } from '../app/me';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { clientsQuery, sitesQuery } from '../sites/site-queries';
import { DoneNote } from './done-note';

/** The first client and its first site, in one form. */
export function SiteStep() {
  const query = useQuery(sitesQuery({ limit: 1 }));
  return (
    <QueryState query={query} compact>
      {({ items: [site] }) =>
        site ? (
          <DoneNote title={`${site.clientName} › ${site.name}`}>
            <Trans>More of them: <AnchorLink to="/sites" size="sm" underline="always">Clients &amp; Sites</AnchorLink></Trans>
          </DoneNote>
        ) : (
          <NewSite />
        )
      }
    </QueryState>
  );
}

function NewSite() {
  const { installation } = useMe();
  const queries = useQueryClient();
  const clients = useQuery(clientsQuery);
  // Whoever left the wizard between the two goes on with the client that there is.
  const existing = clients.data?.items[0];
  const form = useForm({
    initialValues: { client: '', name: t`Head office` },
    validate: {
      client: (name) => (existing || name.trim() ? null : t`A client needs a name.`),
      name: (name) => (name.trim() ? null : t`A site needs a name.`),
    },
  });
  const submit = sending(form, async ({ client, name }) => {
    const { id: clientId } = existing ?? (await answer(api.POST('/api/v1/clients', { body: { name: client.trim() } })));
    try {
      await answer(api.POST('/api/v1/sites', { body: { clientId, name: name.trim(), timeZone: installation.defaultTimeZone } }));
    } finally {
      await Promise.all(['clients', 'sites', 'summary'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    }
  });
  return (
    <Box className="lk-card" p="md" maw={760}>
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {existing ? (
            <TextInput label={t`Client`} readOnly value={existing.name} />
          ) : (
            <TextInput label={t`Client`} placeholder="Contoso Dental" required maxLength={120} {...form.getInputProps('client')} />
          )}
          <TextInput label={t`Site`} required maxLength={120} {...form.getInputProps('name')} />
        </SimpleGrid>
        <Group justify="space-between" mt="md">
          <Text size="xs" c="dimmed">
            <Trans>In the time zone {installation.defaultTimeZone}, until you say otherwise.</Trans>
          </Text>
          <Button type="submit" loading={form.submitting}>
            <Trans>Add them</Trans>
          </Button>
        </Group>
      </form>
    </Box>
  );
}
