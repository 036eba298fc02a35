import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuilding, IconPackageImport, IconSearchOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Site } from '../api/types';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { PagesFooter } from '../components/pages-footer';
import { PlainTable } from '../components/plain-table';
import { QueryState } from '../components/query-state';
import { SearchBox } from '../components/search-box';
import { siteQuery, sitesQuery } from '../sites/site-queries';
import { useCursorTrail } from '../components/use-cursor-trail';
import { AssignPackage } from './assign-package';
import { columnsFor } from './assigned-packages';
import { assignmentsQuery } from './package-queries';
import { ButtonLink } from '../components/links';

const ROWS = 50;

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
  const [cursor, setCursor] = useState<string>();
  const trail = useCursorTrail(cursor, setCursor);
  const sites = useQuery({
    ...sitesQuery({ limit: ROWS, ...(words ? { q: words } : {}), ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
  });
  const wantedSite = useQuery({ ...siteQuery(wanted ?? ''), enabled: wanted !== undefined });
  const assignments = useQuery(assignmentsQuery());
  const [ticks, setTicked] = useState<Site[]>();
  const ticked = ticks ?? (wantedSite.data ? [wantedSite.data] : []);
  const [assigning, dialog] = useDisclosure();
  const mayAssign = useRight('policies.change');
  const columns = useMemo(
    () => columnsFor(assignments.data?.items ?? [], packageId, mayAssign),
    [assignments.data, packageId, mayAssign],
  );
  return (
    <>
      <Group mb="sm" justify="space-between" gap="xs">
        <SearchBox
          value={words}
          label={t`Search sites`}
          onSearch={(next) => {
            setCursor(undefined);
            onSearch(next);
          }}
        />
        <Group gap="sm">
          {ticked.length > 0 && (
            <Text size="sm" c="dimmed" role="status">
              <Trans>{ticked.length} selected</Trans>
            </Text>
          )}
          <Tooltip
            label={mayAssign ? t`Tick the sites first` : t`Your role may not assign packages`}
            disabled={ticked.length > 0 && mayAssign}
          >
            <Button
              leftSection={<IconPackageImport size={16} />}
              data-disabled={ticked.length === 0 || !mayAssign || undefined}
              aria-disabled={ticked.length === 0 || !mayAssign}
              onClick={() => ticked.length > 0 && mayAssign && dialog.open()}
            >
              <Trans>Assign Package</Trans>
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        <Trans>Tick sites, Assign Package, choose it by its name. Their computers inherit it, also those that are added later.</Trans>
      </Text>
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
                title={t`No site matches`}
                action={
                  <Button variant="default" onClick={() => onSearch('')}>
                    <Trans>Clear the search</Trans>
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconBuilding}
                title={t`No sites yet`}
                action={<ButtonLink to="/sites"><Trans>Add a client and a site</Trans></ButtonLink>}
              />
            );
          }}
        </QueryState>
        <PagesFooter
          page={sites.data}
          noun={[t`site`, t`sites`]}
          cursor={cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
      <AssignPackage sites={ticked} opened={assigning} onClose={dialog.close} onAssigned={() => setTicked([])} />
    </>
  );
}
