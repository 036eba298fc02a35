import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, SegmentedControl } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCircleMinus, IconUsersGroup } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { PagesFooter } from '../components/pages-footer';
import { QueryState } from '../components/query-state';
import { useCursorTrail } from '../components/use-cursor-trail';
import { SetApartForm } from '../exclusions/exclusion-form';
import { ExclusionList } from '../exclusions/exclusion-list';
import { exclusionsQuery } from '../exclusions/exclusion-queries';
import { assignmentsQuery } from './package-queries';

/** The Exclusions tab: what is left out or frozen on the sites that have this package. */
export function PackageExclusions({ packageId }: { packageId: string }) {
  const [live, setLive] = useState(true);
  const [cursor, setCursor] = useState<string>();
  const trail = useCursorTrail(cursor, setCursor);
  const mayChange = useRight('policies.change');
  const sites = useQuery(assignmentsQuery({ packageId }));
  const query = useQuery({
    ...exclusionsQuery({ packageId, live, ...(cursor ? { cursor } : {}) }),
    placeholderData: keepPreviousData,
  });
  const choices = sites.data?.items.map(({ siteId, siteName, clientName }) => ({
    value: siteId,
    label: `${clientName} › ${siteName}`,
  }));
  const add = () =>
    modals.open({
      modalId: 'exclusion-form',
      title: t`Exclude or pin a site`,
      children: (
        <SetApartForm kind="exclude" target={{ sites: choices ?? [] }} onDone={() => modals.close('exclusion-form')} />
      ),
    });
  return (
    <>
      <Group mb="sm" justify="space-between" gap="xs">
        <SegmentedControl
          aria-label={t`Which exclusions`}
          data={[
            { value: 'live', label: t`In force` },
            { value: 'ended', label: t`Ended` },
          ]}
          value={live ? 'live' : 'ended'}
          onChange={(next) => {
            setCursor(undefined);
            setLive(next === 'live');
          }}
        />
        {mayChange && (
          <Button leftSection={<IconCircleMinus size={16} />} disabled={!choices?.length} onClick={add}>
            <Trans>Exclude or pin a site</Trans>
          </Button>
        )}
      </Group>
      <Box className="lk-card">
        <QueryState query={query}>
          {({ items }) =>
            items.length > 0 ? (
              <ExclusionList exclusions={items} />
            ) : (
              <EmptyState icon={IconUsersGroup} title={live ? t`Nothing is left out` : t`Nothing has ended yet`}>
                {live
                  ? t`The package reaches every device of its sites. Single devices are excluded or pinned from their own page.`
                  : t`Exclusions and pins that were ended or expired are kept here.`}
              </EmptyState>
            )
          }
        </QueryState>
        <PagesFooter
          page={query.data}
          noun={[t`entry`, t`entries`]}
          cursor={cursor}
          onNext={trail.next}
          onBack={trail.back}
        />
      </Box>
    </>
  );
}
