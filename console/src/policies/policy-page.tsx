import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRight } from '../app/me';
import { DeleteMenu } from '../components/delete-menu';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { ImpactLine } from '../plans/impact-line';
import { whenDone } from '../plans/use-change';
import { PolicyState } from './policies-page';
import { PolicyForm } from './policy-form';
import { policyQuery, policyTypesQuery, savePolicy, useDeletePolicy, useSavePolicy } from './policy-queries';
import type { PolicyTab } from './policy-search';
import { PolicyUses } from './policy-uses';
import { PolicyVersions } from './policy-versions';

/** One policy: its settings, where they hold, and its versions. */
export function PolicyPage() {
  const { policyId } = useParams({ from: '/signed-in/shell/policies/$policyId' });
  const { tab = 'settings', setting } = useSearch({ from: '/signed-in/shell/policies/$policyId' });
  const navigate = useNavigate({ from: '/policies/$policyId' });
  const query = useQuery(policyQuery(policyId));
  const types = useQuery(policyTypesQuery);
  const mayChange = useRight('policies.change');
  const save = useSavePolicy(policyId, query.data?.etag ?? '*');
  const policy = query.data?.value;
  const type = types.data?.items.find((one) => one.type === policy?.type);
  return (
    <>
      <PageHeader
        path={[t`Endpoints`, t`Policies`]}
        title={policy?.name ?? t`Policy`}
        beside={policy && <PolicyState policy={policy} />}
        lead={
          policy &&
          type &&
          [type.categoryTitle, type.title, policy.clientName ?? t`every client`, t`version ${policy.version}`].join(' · ')
        }
        actions={mayChange && policy && <PolicyMenu id={policyId} name={policy.name} />}
      />
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: { tab: value === 'settings' ? undefined : (value as PolicyTab) } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="settings"><Trans>Settings</Trans></Tabs.Tab>
          <Tabs.Tab value="uses"><Trans>Used in</Trans></Tabs.Tab>
          <Tabs.Tab value="versions"><Trans>Versions</Trans></Tabs.Tab>
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
                  saveLabel={t`Save`}
                  wanted={setting}
                  impact={(draft) => (
                    <ImpactLine
                      change={['policy', policyId, etag, draft]}
                      request={
                        draft.name.trim() ? savePolicy(policyId, etag, { ...draft, name: draft.name.trim() }) : null
                      }
                      title={t`Save the policy “${draft.name}”`}
                    />
                  )}
                  onSave={save.mutateAsync}
                />
              )
            }
          </QueryState>
        </Tabs.Panel>
        <Tabs.Panel value="uses">
          <PolicyUses policyId={policyId} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <QueryState query={query}>
            {({ value, etag }) => <PolicyVersions policy={value} etag={etag} definitions={type?.settings ?? []} mayRestore={mayChange} />}
          </QueryState>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function PolicyMenu({ id, name }: { id: string; name: string }) {
  const remove = useDeletePolicy(id, name);
  const navigate = useNavigate();
  return (
    <DeleteMenu
      noun="policy"
      name={name}
      warning={t`A policy that a package still holds is not deleted; the answer names those packages.`}
      onDelete={() => remove.mutate(undefined, { onSuccess: whenDone(() => void navigate({ to: '/policies' })) })}
    />
  );
}
