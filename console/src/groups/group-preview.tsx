import { plural, select, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import type { GroupDevice, GroupPreview as Preview } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { OsName } from '../components/os-name';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { Tags } from '../devices/tags';
import { DEVICE_TYPE_NAMES } from '../devices/device-types';
import { number } from '../language/formats';
import { previewQuery } from './group-queries';

const WIDE = '(min-width: 48em)';

const columns: DataTableColumn<GroupDevice>[] = [
  {
    accessor: 'name',
    title: t`Name`,
    render: ({ id, name, clientName, siteName }) => (
      <>
        <AnchorLink to="/devices" search={{ device: id }} size="sm" fw={600}>
          {name}
        </AnchorLink>
        <Text size="xs" c="dimmed" truncate>
          {clientName} · {siteName}
        </Text>
      </>
    ),
  },
  {
    accessor: 'os',
    title: t`OS`,
    render: ({ os, osVersion }) => <OsName os={os} version={osVersion} />,
    visibleMediaQuery: WIDE,
  },
  {
    accessor: 'deviceType',
    title: t`Kind`,
    width: 140,
    render: ({ deviceType }) => DEVICE_TYPE_NAMES[deviceType],
    visibleMediaQuery: WIDE,
  },
  { accessor: 'tags', title: t`Tags`, render: ({ tags }) => <Tags tags={tags} />, visibleMediaQuery: WIDE },
];

interface GroupPreviewProps {
  filter: string;
  clientId: string | null;
}

/** The computers that a filter means now, while it is being written. */
export function GroupPreview({ filter, clientId }: GroupPreviewProps) {
  const [asked] = useDebouncedValue(filter.trim(), 250);
  const query = useQuery(previewQuery(asked, clientId));
  return (
    <Box className="lk-card" aria-live="polite">
      <QueryState query={query}>
        {(preview) => (
          <>
            <Group px="md" py="xs" gap="xs">
              <Text size="sm" fw={600} className="lk-figures">
                {headline(preview)}
              </Text>
              {query.isFetching && <Loader size="xs" aria-label={t`Looking again`} />}
            </Group>
            {preview.count === 0 ? (
              <EmptyState icon={IconFilterOff} title={t`None at the moment`} compact>
                <Trans>A computer that is like this later on belongs to the group by itself.</Trans>
              </EmptyState>
            ) : (
              <PlainTable records={preview.devices} columns={columns} />
            )}
            {preview.count > preview.devices.length && (
              <Text size="xs" c="dimmed" px="md" py="xs">
                <Trans>The first {preview.devices.length} by name.</Trans>
              </Text>
            )}
          </>
        )}
      </QueryState>
    </Box>
  );
}

function headline({ count, countIsCapped }: Preview): string {
  const counted = t`${select(countIsCapped ? 'yes' : 'no', { yes: 'More than ', other: '' })}${number.format(count)}`;
  return t`${counted} ${plural(count, { one: 'computer belongs', other: 'computers belong' })} to it now`;
}
