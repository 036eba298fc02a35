import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Code, Group, Modal, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLifebuoy, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sending } from '../../api/show-problem';
import type { HelpWidget } from '../../api/types';
import { useRight } from '../../app/me';
import { CopyButton } from '../../components/copy-button';
import { DeleteMenu } from '../../components/delete-menu';
import { EmptyState } from '../../components/empty-state';
import { FormFoot } from '../../components/form-foot';
import { PageHeader } from '../../components/page-header';
import { QueryState } from '../../components/query-state';
import { allSitesQuery } from '../../sites/site-queries';
import classes from '../support.module.css';
import { helpWidgetsQuery, useAddWidget, useDeleteWidget } from './widget-queries';

/** Settings > Help widgets: buttons in clients' pages and applications by which their people ask for help. */
export function HelpWidgetsPage() {
  const query = useQuery(helpWidgetsQuery);
  const mayChange = useRight('sites.change');
  const [isAdding, setAdding] = useState(false);
  const add = mayChange && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      <Trans>Add Widget</Trans>
    </Button>
  );
  return (
    <>
      <PageHeader path={[t`Settings`]} title={t`Help widgets`} lead={t`A button in a client's page or application: who presses it stands in the support queue.`} actions={add} />
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconLifebuoy} title={t`No help widgets yet`} action={add}>
                <Trans>Each has a key that is good on the pages you list, and nowhere else.</Trans>
              </EmptyState>
            ) : (
              <Box component="ul" className={classes.list}>
                {items.map((widget) => (
                  <Widget key={widget.id} widget={widget} mayChange={mayChange} />
                ))}
              </Box>
            )
          }
        </QueryState>
      </Box>
      <Modal opened={isAdding} onClose={() => setAdding(false)} title={t`Add Widget`}>
        <Fields onDone={() => setAdding(false)} />
      </Modal>
    </>
  );
}

const snippetOf = ({ key }: HelpWidget): string => `<script src="${window.location.origin}/help.js" data-site="${key}" defer></script>`;

function Widget({ widget, mayChange }: { widget: HelpWidget; mayChange: boolean }) {
  const remove = useDeleteWidget();
  return (
    <Box component="li" className={classes.guest}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <Text fw={600} size="sm">
            {widget.name}
          </Text>
          <Text size="xs" c="dimmed">
            {widget.clientName} › {widget.siteName} · {widget.origins.join(', ')}
          </Text>
        </Box>
        {mayChange && <DeleteMenu noun="widget" name={widget.name} warning={t`The button stops working in the pages that have it. What was asked stays.`} onDelete={() => remove.mutate(widget.id)} />}
      </Group>
      <Group mt="xs" gap="xs">
        <Code block flex={1} miw={220} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {snippetOf(widget)}
        </Code>
        <CopyButton value={snippetOf(widget)} label={t`Copy snippet`} />
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        <Trans>A page with a content security policy needs <Code fz="xs">script-src {window.location.origin}; connect-src {window.location.origin}</Code>. A plain link for a Help menu:{' '}
        <Code fz="xs">{window.location.origin}/join</Code></Trans>
      </Text>
    </Box>
  );
}

function Fields({ onDone }: { onDone: () => void }) {
  const sites = useQuery(allSitesQuery());
  const add = useAddWidget();
  const form = useForm({
    initialValues: { name: '', siteId: null as string | null, origins: [] as string[] },
    validate: {
      name: (name) => (name.trim() ? null : t`A widget needs a name.`),
      siteId: (siteId) => (siteId ? null : t`Choose a site.`),
      origins: (origins) => (origins.length > 0 ? null : t`Name at least one page, as https://help.example.org`),
    },
  });
  const submit = sending(form, async ({ name, siteId, origins }) => {
    await add.mutateAsync({ name: name.trim(), siteId: siteId ?? '', origins });
    onDone();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} placeholder={t`Intranet`} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <Select
          label={t`Site`}
          description={t`Whose people ask; colleagues who look after it see their requests.`}
          required
          searchable
          data={sites.data?.items.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` })) ?? []}
          {...form.getInputProps('siteId')}
        />
        <TagsInput label={t`Where it stands`} description={t`Origins, each followed by Enter`} placeholder="https://intranet.example.org" maxTags={20} {...form.getInputProps('origins')} />
        <FormFoot saving={add.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
