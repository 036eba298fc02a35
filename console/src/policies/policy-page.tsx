import { ActionIcon, Menu, Tabs } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { isStale } from '../api/problem';
import { useRight } from '../app/me';
import { confirm } from '../components/confirm';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { PolicyState } from './policies-page';
import { PolicyForm } from './policy-form';
import { policyQuery, policyTypesQuery, useDeletePolicy, useSavePolicy } from './policy-queries';
import { PolicyVersions } from './policy-versions';

/** One policy: its settings and its versions. */
export function PolicyPage() {
  const { policyId } = useParams({ from: '/signed-in/shell/policies/$policyId' });
  const query = useQuery(policyQuery(policyId));
  const types = useQuery(policyTypesQuery);
  const mayChange = useRight('policies.change');
  const save = useSavePolicy(policyId, query.data?.etag ?? '*');
  const policy = query.data?.value;
  const type = types.data?.items.find((one) => one.type === policy?.type);
  return (
    <>
      <PageHeader
        path={['Endpoints', 'Policies']}
        title={policy?.name ?? 'Policy'}
        beside={policy && <PolicyState policy={policy} />}
        lead={
          policy &&
          type &&
          [type.categoryTitle, type.title, policy.clientName ?? 'every client', `version ${policy.version}`].join(' · ')
        }
        actions={mayChange && policy && <PolicyMenu id={policyId} name={policy.name} />}
      />
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings">
          <QueryState query={query}>
            {({ value, etag }) =>
              type && (
                <PolicyForm
                  // What somebody is editing is not replaced under his hands; a saved version starts afresh.
                  key={etag}
                  type={type}
                  initial={{
                    name: value.name,
                    description: value.description,
                    enabled: value.enabled,
                    settings: value.settings,
                  }}
                  readOnly={!mayChange}
                  saveLabel="Save"
                  onSave={(draft) =>
                    save.mutateAsync(draft).catch((error: unknown) => {
                      if (isStale(error)) void query.refetch();
                      throw error;
                    })
                  }
                />
              )
            }
          </QueryState>
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          {query.data && (
            <PolicyVersions
              policy={query.data.value}
              etag={query.data.etag}
              definitions={type?.settings ?? []}
              mayRestore={mayChange}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function PolicyMenu({ id, name }: { id: string; name: string }) {
  const remove = useDeletePolicy(id);
  const navigate = useNavigate();
  const ask = () =>
    confirm({
      title: `Delete “${name}”?`,
      confirm: 'Delete the policy',
      children: 'A policy that a package still holds is not deleted; the answer names those packages.',
      onConfirm: () => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/policies' }) }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask}>
          Delete policy
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
