import { ActionIcon, Badge, Box, Button, Group, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuilding, IconPackageImport, IconSearchOff, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useMemo, useState } from 'react';
import type { Assignment, Site } from '../api/types';
import { useRight } from '../app/me';
import { confirm } from '../components/confirm';
import { EmptyState } from '../components/empty-state';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { SearchBox } from '../components/search-box';
import { EnabledMark } from '../sites/enabled-mark';
import { sitesQuery } from '../sites/site-queries';
import { AssignPackage } from './assign-package';
import { assignmentsQuery, useUnassign } from './package-queries';
import { ButtonLink } from '../components/links';

interface SiteAssignmentsProps {
  /** The package whose page this is: its assignments are marked. */
  packageId?: string;
  /** A site that is ticked from the start. */
  wanted?: string | undefined;
  words: string;
  onSearch: (words: string) => void;
}

/** The Sites tab: tick sites, Assign Package, click the package's name, Assign. */
export function SiteAssignments({ packageId, wanted, words, onSearch }: SiteAssignmentsProps) {
  const sites = useQuery(sitesQuery({ limit: 500, ...(words ? { q: words } : {}) }));
  const assignments = useQuery(assignmentsQuery());
  const [ticks, setTicked] = useState<Site[]>();
  const ticked = ticks ?? sites.data?.items.filter(({ id }) => id === wanted) ?? [];
  const [assigning, dialog] = useDisclosure();
  const mayAssign = useRight('policies.change');
  const columns = useMemo(
    () => columnsFor(assignments.data?.items ?? [], packageId, mayAssign),
    [assignments.data, packageId, mayAssign],
  );
  return (
    <>
      <Group mb="sm" justify="space-between" gap="xs">
        <SearchBox value={words} label="Search sites" onSearch={onSearch} />
        <Group gap="sm">
          {ticked.length > 0 && (
            <Text size="sm" c="dimmed" role="status">
              {ticked.length} selected
            </Text>
          )}
          <Tooltip
            label={mayAssign ? 'Tick the sites first' : 'Your role may not assign packages'}
            disabled={ticked.length > 0 && mayAssign}
          >
            <Button
              leftSection={<IconPackageImport size={16} />}
              data-disabled={ticked.length === 0 || !mayAssign || undefined}
              onClick={() => ticked.length > 0 && mayAssign && dialog.open()}
            >
              Assign Package
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <Box className="lk-card">
        <QueryState query={sites}>
          {({ items }) => {
            if (items.length > 0) {
              return (
                <PlainTable
                  records={items}
                  columns={columns}
                  selected={ticked}
                  onSelect={setTicked}
                  nameOf={({ name }) => name}
                />
              );
            }
            return words ? (
              <EmptyState
                icon={IconSearchOff}
                title="No site matches"
                action={
                  <Button variant="default" onClick={() => onSearch('')}>
                    Clear the search
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconBuilding}
                title="No sites yet"
                action={<ButtonLink to="/sites">Add a client and a site</ButtonLink>}
              />
            );
          }}
        </QueryState>
      </Box>
      <AssignPackage sites={ticked} opened={assigning} onClose={dialog.close} onAssigned={() => setTicked([])} />
    </>
  );
}

function columnsFor(
  assignments: readonly Assignment[],
  packageId: string | undefined,
  mayAssign: boolean,
): DataTableColumn<Site>[] {
  const bySite = Map.groupBy(assignments, ({ siteId }) => siteId);
  return [
    {
      accessor: 'name',
      title: 'Site',
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
    { accessor: 'clientName', title: 'Client', visibleMediaQuery: '(min-width: 48em)' },
    {
      accessor: 'packages',
      title: 'Packages now',
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
      title: 'Remote access',
      width: 150,
      render: ({ enabled }) => <EnabledMark enabled={enabled} />,
      visibleMediaQuery: '(min-width: 48em)',
    },
    {
      accessor: 'deviceCount',
      title: 'Computers',
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
        None
      </Text>
    );
  const ask = (assignment: Assignment) =>
    confirm({
      title: `Unassign “${assignment.packageName}” from ${site.name}?`,
      confirm: 'Unassign',
      children:
        `The policies of this package no longer hold for the ${site.deviceCount} ${site.deviceCount === 1 ? 'computer' : 'computers'} of ${site.name}. ` +
        'Where no other package wants remote access, the remote agent is removed.',
      onConfirm: () => unassign.mutate(assignment),
    });
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
                aria-label={`Unassign ${assignment.packageName} from ${site.name}`}
                onClick={() => ask(assignment)}
              >
                <IconX size={12} />
              </ActionIcon>
            )
          }
        >
          {assignment.packageName}
        </Badge>
      ))}
    </Group>
  );
}
