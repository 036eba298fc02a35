import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDeviceDesktop, IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { printFilterText } from '../../../contracts/device-filter';
import type { DeviceGroup } from '../api/types';
import { useRight } from '../app/me';
import { confirm } from '../components/confirm';
import { ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { whenDone } from '../plans/use-change';
import { GroupForm } from './group-form';
import { groupQuery, useDeleteGroup, useSaveGroup } from './group-queries';

/** One group: its filter, and who belongs to it. */
export function GroupPage() {
  const { groupId } = useParams({ from: '/signed-in/shell/device-groups/$groupId' });
  const query = useQuery(groupQuery(groupId));
  const mayChange = useRight('policies.change');
  const save = useSaveGroup(groupId, query.data?.etag ?? '*');
  const group = query.data?.value;
  return (
    <>
      <PageHeader
        path={[t`Devices`, t`Groups`]}
        title={group?.name ?? t`Group`}
        lead={group && lead(group)}
        actions={
          group && (
            <>
              <ButtonLink
                to="/devices"
                search={{ q: `in:${printFilterText(group.name)}` }}
                variant="default"
                leftSection={<IconDeviceDesktop size={16} />}
              >
                <Trans>Open in Computers</Trans>
              </ButtonLink>
              {mayChange && <GroupMenu id={groupId} name={group.name} />}
            </>
          )
        }
      />
      <QueryState query={query}>
        {({ value: { name, description, filter, clientId }, etag }) => (
          <GroupForm
            // What somebody is editing is not replaced under his hands; a saved version starts afresh.
            key={etag}
            initial={{ name, description, filter }}
            clientId={clientId}
            readOnly={!mayChange}
            onSave={(draft) => save.mutateAsync(draft)}
          />
        )}
      </QueryState>
    </>
  );
}

function lead({ clientName, packageCount, version }: DeviceGroup): string {
  const used =
    packageCount === 0 ? t`in no package yet` : t`in ${packageCount} ${plural(packageCount, { one: 'package', other: 'packages' })}`;
  return [clientName ?? t`Every client`, used, t`version ${version}`].join(' · ');
}

function GroupMenu({ id, name }: { id: string; name: string }) {
  const remove = useDeleteGroup(id, name);
  const navigate = useNavigate();
  const ask = () =>
    confirm({
      title: t`Delete “${name}”?`,
      confirm: t`Delete the group`,
      children: t`A group that a package or an exclusion names is not deleted; the answer says which.`,
      onConfirm: () => remove.mutate(undefined, { onSuccess: whenDone(() => void navigate({ to: '/device-groups' })) }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t`More actions`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask}>
          <Trans>Delete group</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
