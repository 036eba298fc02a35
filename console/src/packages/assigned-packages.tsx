import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import type { Assignment, Site } from '../api/types';
import { EnabledMark } from '../sites/enabled-mark';
import { openPriority, USUAL_PRIORITY } from './assignment-priority';
import { useUnassign } from './package-queries';

/** The columns of the Sites tab; each site shows the packages it has now. */
export function columnsFor(
  assignments: readonly Assignment[],
  packageId: string | undefined,
  mayAssign: boolean,
): DataTableColumn<Site>[] {
  const bySite = Map.groupBy(assignments, ({ siteId }) => siteId);
  return [
    {
      accessor: 'name',
      title: t`Site`,
      render: ({ name, clientName }) => (
        <>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            {clientName}
          </Text>
        </>
      ),
    },
    { accessor: 'clientName', title: t`Client`, visibleMediaQuery: '(min-width: 48em)' },
    {
      accessor: 'packages',
      title: t`Packages now`,
      render: (site) => (
        <AssignedPackages
          site={site}
          assignments={bySite.get(site.id) ?? []}
          packageId={packageId}
          mayAssign={mayAssign}
        />
      ),
    },
    {
      accessor: 'enabled',
      title: t`Remote access`,
      width: 150,
      render: ({ enabled }) => <EnabledMark enabled={enabled} />,
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'deviceCount',
      title: t`Computers`,
      width: 100,
      textAlign: 'right',
      visibleMediaQuery: '(min-width: 48em)',
    },
  ];
}

interface AssignedPackagesProps {
  site: Site;
  assignments: readonly Assignment[];
  packageId: string | undefined;
  mayAssign: boolean;
}

function AssignedPackages({ site, assignments, packageId, mayAssign }: AssignedPackagesProps) {
  const unassign = useUnassign();
  if (assignments.length === 0)
    return (
      <Text size="sm" c="dimmed">
        <Trans>None</Trans>
      </Text>
    );
  return (
    <Group gap={4}>
      {assignments.map((assignment) => (
        <Badge
          key={assignment.id}
          variant={assignment.packageId === packageId ? 'light' : 'default'}
          tt="none"
          fw={500}
          size="lg"
          rightSection={
            mayAssign && (
              <ActionIcon
                size={18}
                color="gray"
                aria-label={t`Unassign ${assignment.packageName} from ${site.name}`}
                onClick={() => unassign.mutate(assignment)}
              >
                <IconX size={12} />
              </ActionIcon>
            )
          }
        >
          {mayAssign ? (
            <UnstyledButton
              fz="inherit"
              fw="inherit"
              aria-label={t`Priority of ${assignment.packageName} at ${site.name}`}
              onClick={() => openPriority(assignment)}
            >
              {assignment.packageName}
            </UnstyledButton>
          ) : (
            assignment.packageName
          )}
          {assignment.priority !== USUAL_PRIORITY && ` · ${assignment.priority}`}
        </Badge>
      ))}
    </Group>
  );
}
