import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconBuilding, IconPackage, IconShieldCog } from '@tabler/icons-react';
import type { MappedPackage, PolicyMap } from '../api/types';
import { AnchorLink } from '../components/links';
import classes from './path-list.module.css';
import { SiteHealth } from './site-health';

/** The map as a list: each package with the policies it holds and the sites it reaches. */
export function PathList({ map }: { map: PolicyMap }) {
  const held = new Set(map.packages.flatMap(({ entries }) => entries.map(({ policyId }) => policyId)));
  const unused = map.policies.filter(({ id }) => !held.has(id));
  return (
    <Stack gap="md">
      {map.packages.map((one) => (
        <PackagePaths key={one.id} one={one} map={map} />
      ))}
      {unused.length > 0 && (
        <Box className="lk-card" p="md" component="section" aria-label={t`In no package`}>
          <Group gap={8} mb="xs">
            <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
            <Title order={2} size="h4">
              <Trans>In no package</Trans>
            </Title>
          </Group>
          <Text size="sm" c="dimmed" mb="xs">
            <Trans>These reach no device.</Trans>
          </Text>
          <Group gap={6}>
            {unused.map((policy) => (
              <PolicyLink key={policy.id} policy={policy} />
            ))}
          </Group>
        </Box>
      )}
    </Stack>
  );
}

function PackagePaths({ one: { id, name, clientName, entries, siteCount }, map }: { one: MappedPackage; map: PolicyMap }) {
  const policies = new Map(map.policies.map((policy) => [policy.id, policy]));
  const sites = map.sites.filter(({ assignments }) => assignments.some(({ packageId }) => packageId === id));
  return (
    <Box className="lk-card" component="section" aria-label={t`Package ${name}`}>
      <Box p="md">
        <Group gap={8}>
          <IconPackage size={18} stroke={1.7} aria-hidden />
          <AnchorLink to="/packages/$packageId" params={{ packageId: id }} fw={650}>
            {name}
          </AnchorLink>
          <Text size="xs" c="dimmed">
            {clientName ?? t`every client`}
          </Text>
        </Group>
        <Group gap={6} mt="xs">
          {entries.length === 0 && (
            <Text size="sm" c="dimmed">
              <Trans>Holds no policies</Trans>
            </Text>
          )}
          {entries.map(({ policyId, deviceGroupName }) => {
            const policy = policies.get(policyId);
            return policy && <PolicyLink key={`${policyId} ${deviceGroupName}`} policy={policy} group={deviceGroupName} />;
          })}
        </Group>
      </Box>
      <Box component="ul" className={classes.sites}>
        {siteCount === 0 && (
          <Text component="li" size="sm" c="dimmed" className={classes.site}>
            <Trans>On no site: it reaches no device.</Trans>
          </Text>
        )}
        {sites.map((site) => (
          <Box component="li" key={site.id} className={classes.site}>
            <Group gap={8} wrap="nowrap" miw={0}>
              <IconBuilding size={16} stroke={1.7} aria-hidden style={{ flex: 'none' }} />
              <Box miw={0}>
                <AnchorLink to="/devices" search={{ siteId: site.id }} size="sm" truncate display="block">
                  {site.name}
                </AnchorLink>
                <Text size="xs" c="dimmed" truncate>
                  {site.clientName}
                </Text>
              </Box>
            </Group>
            <SiteHealth site={site} />
          </Box>
        ))}
        {siteCount > sites.length && (
          <Text component="li" size="sm" c="dimmed" className={classes.site}>
            <Trans>And {siteCount - sites.length} more; <AnchorLink to="/packages/$packageId" params={{ packageId: id }} search={{ tab: 'sites' }} size="sm">all on its Sites tab</AnchorLink>.</Trans>
          </Text>
        )}
      </Box>
    </Box>
  );
}

interface PolicyLinkProps {
  policy: PolicyMap['policies'][number];
  group?: string | null;
}

function PolicyLink({ policy: { id, name, enabled }, group = null }: PolicyLinkProps) {
  return (
    <Badge variant="default" size="lg" tt="none" fw={500} leftSection={<IconShieldCog size={14} stroke={1.7} aria-hidden />} className={classes.policy}>
      <AnchorLink to="/policies/$policyId" params={{ policyId: id }} size="sm" c="inherit">
        {name}
      </AnchorLink>
      {group !== null && t` › only ${group}`}
      {!enabled && t` · disabled`}
    </Badge>
  );
}
