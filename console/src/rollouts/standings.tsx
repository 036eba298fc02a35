import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, SegmentedControl, Table, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeploymentSummary } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { Section } from '../components/section';
import classes from './rollouts.module.css';

/** As many as fit beside the phases; a click shows all. */
const FIRST = 8;

interface Standing {
  readonly key: string;
  readonly name: string;
  readonly of: string | null;
  readonly place: { readonly clientId?: string; readonly siteId?: string };
  readonly total: number;
  readonly ready: number;
  readonly failed: number;
  readonly underWay: number;
}

function standingsOf({ byClient, bySite }: DeploymentSummary, by: 'client' | 'site'): Standing[] {
  const all: Standing[] = by === 'client'
    ? byClient.map(({ clientId, clientName, ...counts }) => ({ key: clientId, name: clientName, of: null, place: { clientId }, ...counts }))
    : bySite.map(({ siteId, siteName, clientName, clientId: _, ...counts }) => ({ key: siteId, name: siteName, of: clientName, place: { siteId }, ...counts }));
  return all.sort((a, b) => b.failed - a.failed || b.total - a.total);
}

/** Clients or sites with how their devices stand, those with failures first; each name leads to those devices. */
export function Standings({ summary }: { summary: DeploymentSummary }) {
  const { by = 'client' } = useSearch({ from: '/signed-in/shell/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const [isWhole, setWhole] = useState(false);
  const all = standingsOf(summary, by);
  const shown = isWhole ? all : all.slice(0, FIRST);
  return (
    <Section
      title={t`Where`}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t`By client or by site`}
          data={[
            { value: 'client', label: t`Clients` },
            { value: 'site', label: t`Sites` },
          ]}
          value={by}
          onChange={(value) => void navigate({ search: (now) => ({ ...now, by: value === 'site' ? 'site' : undefined }), replace: true })}
        />
      }
    >
      {all.length === 0 ? (
        <EmptyState icon={IconBuilding} title={t`No computers yet`} compact>
          <Trans>Clients and sites appear here with their first computer.</Trans>
        </EmptyState>
      ) : (
        <Box style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t`Standings`}>
          <Table verticalSpacing={7} miw={460} aria-label={by === 'client' ? t`Clients` : t`Sites`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th pl="md">{by === 'client' ? t`Client` : t`Site`}</Table.Th>
                <Table.Th w="32%">
                  <span className={classes.unseen}><Trans>Share</Trans></span>
                </Table.Th>
                <Table.Th ta="end"><Trans>Ready</Trans></Table.Th>
                <Table.Th ta="end"><Trans>Failed</Trans></Table.Th>
                <Table.Th ta="end" pr="md">
                  <Trans>Devices</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((standing) => (
                <Row key={standing.key} standing={standing} />
              ))}
            </Table.Tbody>
          </Table>
          {all.length > shown.length && (
            <Button variant="subtle" size="xs" m="xs" onClick={() => setWhole(true)}>
              <Trans>Show all {all.length}</Trans>
            </Button>
          )}
        </Box>
      )}
    </Section>
  );
}

function Row({ standing: { name, of, place, total, ready, failed, underWay } }: { standing: Standing }) {
  const share = (count: number) => ({ width: `${(count / Math.max(total, 1)) * 100}%` });
  return (
    <Table.Tr>
      <Table.Td pl="md">
        <AnchorLink to="/devices" search={place} size="sm" fw={550} c="inherit">
          {name}
        </AnchorLink>
        {of && (
          <Text size="xs" c="dimmed">
            {of}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Box className={classes.bar} aria-hidden>
          <Box style={{ ...share(ready), background: 'var(--mantine-color-teal-5)' }} />
          <Box style={{ ...share(underWay), background: 'var(--mantine-color-blue-5)' }} />
          <Box style={{ ...share(failed), background: 'var(--mantine-color-red-6)' }} />
        </Box>
      </Table.Td>
      <Table.Td ta="end" className="lk-figures">
        {ready}
      </Table.Td>
      <Table.Td ta="end" className="lk-figures">
        {failed > 0 ? (
          <AnchorLink to="/devices" search={{ ...place, phase: 'FAILED' }} size="sm" fw={600} c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))">
            {failed}
          </AnchorLink>
        ) : (
          <Text size="sm" c="dimmed" span>
            0
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end" pr="md" className="lk-figures">
        {total}
      </Table.Td>
    </Table.Tr>
  );
}
