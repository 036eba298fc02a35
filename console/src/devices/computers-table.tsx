import { ActionIcon, Badge, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { DataTable, type DataTableColumn } from 'mantine-datatable';
import { useMemo } from 'react';
import type { Device } from '../api/types';
import { useRight } from '../app/me';
import { OnlineMark } from '../components/online-mark';
import { OsName } from '../components/os-name';
import { RelativeTime } from '../components/relative-time';
import { LogInIcon } from './log-in-icon';
import { PhaseMark } from './phase-mark';
import { phaseOf } from './phases';
import { ActionIconLink } from '../components/links';

interface ComputersTableProps {
  devices: Device[];
  selected: Device[];
  onSelect: (devices: Device[]) => void;
  onOpen: (device: Device) => void;
  fetching: boolean;
  sort: string;
  onSort: (sort: string) => void;
}

/** The computers as a table, sorted by the server. */
export function ComputersTable({ devices, selected, onSelect, onOpen, fetching, sort, onSort }: ComputersTableProps) {
  const columns = useMemo(() => columnsFor(onOpen), [onOpen]);
  const descending = sort.startsWith('-');
  return (
    <DataTable<Device>
      records={devices}
      columns={columns}
      idAccessor="id"
      selectedRecords={selected}
      onSelectedRecordsChange={onSelect}
      getRecordSelectionCheckboxProps={(device) => ({ 'aria-label': `Select ${device.name}` })}
      allRecordsSelectionCheckboxProps={{ 'aria-label': 'Select all on this page' }}
      sortStatus={{ columnAccessor: sort.replace(/^-/, ''), direction: descending ? 'desc' : 'asc' }}
      onSortStatusChange={({ columnAccessor, direction }) =>
        onSort(`${direction === 'desc' ? '-' : ''}${String(columnAccessor)}`)
      }
      fetching={fetching}
      minHeight={devices.length === 0 ? 240 : undefined}
      highlightOnHover
      backgroundColor="transparent"
      borderColor="var(--lk-line)"
      rowBorderColor="var(--lk-line)"
      verticalSpacing={5}
      horizontalSpacing={10}
      fz="sm"
      onRowDoubleClick={({ record }) => onOpen(record)}
      noRecordsText=""
    />
  );
}

/** What only a wide screen has room for without scrolling; all of it is in the drawer besides. */
const ROOM_FOR = { lastUser: '(min-width: 88em)', everything: '(min-width: 102em)' };

function columnsFor(onOpen: (device: Device) => void): DataTableColumn<Device>[] {
  return [
    {
      accessor: 'logIn',
      title: <LogInHeader />,
      width: 88,
      textAlign: 'center',
      render: (device) => <LogInIcon device={device} />,
    },
    {
      accessor: 'name',
      title: 'Name',
      sortable: true,
      width: 172,
      render: (device) => (
        <UnstyledButton onClick={() => onOpen(device)} w="100%" display="block">
          <Text size="sm" fw={600} truncate title={device.name}>
            {device.name}
          </Text>
        </UnstyledButton>
      ),
    },
    {
      accessor: 'phase',
      title: 'Status',
      sortable: true,
      width: 200,
      render: (device) => <PhaseMark phase={phaseOf(device)} label={device.deployment?.label} />,
    },
    { accessor: 'clientName', title: 'Client', sortable: true, ellipsis: true, width: 140 },
    { accessor: 'siteName', title: 'Site', sortable: true, ellipsis: true, width: 130 },
    {
      accessor: 'os',
      title: 'OS',
      sortable: true,
      width: 176,
      render: ({ os, osVersion }) => <OsName os={os} version={osVersion} />,
    },
    {
      accessor: 'lastUser',
      title: 'Last user',
      ellipsis: true,
      width: 92,
      render: ({ lastUser }) => lastUser ?? <Nothing />,
      visibleMediaQuery: ROOM_FOR.lastUser,
    },
    {
      accessor: 'lastSeenAt',
      title: 'Last seen',
      sortable: true,
      width: 92,
      render: ({ online, lastSeenAt }) =>
        online ? <OnlineMark online /> : <RelativeTime at={lastSeenAt} c="dimmed" />,
    },
    {
      accessor: 'agentVersion',
      title: 'Agent',
      sortable: true,
      width: 66,
      render: ({ agentVersion }) => agentVersion || <Nothing />,
      visibleMediaQuery: ROOM_FOR.everything,
    },
    {
      accessor: 'tags',
      title: 'Tags',
      width: 130,
      render: ({ tags }) => <Tags tags={tags} />,
      visibleMediaQuery: ROOM_FOR.everything,
    },
  ];
}

function Nothing() {
  return (
    <Text span size="sm" c="dimmed">
      –
    </Text>
  );
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap">
      {tags.map((tag) => (
        <Badge key={tag} variant="default" size="sm" tt="none" fw={500}>
          {tag}
        </Badge>
      ))}
    </Group>
  );
}

/** Beside the column's name: the way to the provider's administration, for those who may. */
function LogInHeader() {
  const mayAdminister = useRight('provider-administration.launch');
  const words = mayAdminister
    ? 'Open the provider administration'
    : 'Provider administration: only Super Admins may open it';
  return (
    <Group gap={2} wrap="nowrap" justify="center">
      Log In
      <Tooltip label={words}>
        {mayAdminister ? (
          <ActionIconLink to="/settings/providers" size="sm" color="gray" aria-label={words}>
            <IconExternalLink size={14} />
          </ActionIconLink>
        ) : (
          <ActionIcon size="sm" color="gray" aria-label={words} data-disabled aria-disabled>
            <IconExternalLink size={14} />
          </ActionIcon>
        )}
      </Tooltip>
    </Group>
  );
}
