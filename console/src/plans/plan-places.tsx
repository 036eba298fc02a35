import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Collapse, Text, Title, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { Plan } from '../api/types';
import { Moves } from './plan-counts';
import classes from './plan.module.css';

/** As many clients as are opened from the start; more would push the rest of the plan out of sight. */
const OPENED = 1;

/** What happens where: clients, and their sites when they are opened. */
export function PlanPlaces({ plan: { byClient, bySite } }: { plan: Plan }) {
  return (
    <Box component="section" aria-label={t`By client and site`}>
      <Title order={3} mb={6}>
        <Trans>By client and site</Trans>
      </Title>
      <div className={classes.rows}>
        {byClient.map((client) => (
          <Client
            key={client.clientId}
            client={client}
            sites={bySite.filter(({ clientId }) => clientId === client.clientId)}
            initiallyOpen={byClient.length <= OPENED}
          />
        ))}
      </div>
    </Box>
  );
}

interface ClientProps {
  client: Plan['byClient'][number];
  /** Of the hundred where most happens; there may be more. */
  sites: Plan['bySite'];
  initiallyOpen: boolean;
}

function Client({ client, sites, initiallyOpen }: ClientProps) {
  const [open, { toggle }] = useDisclosure(initiallyOpen);
  const id = useId();
  const total = ({ install, update, remove }: Plan['byClient'][number]) => install + update + remove;
  const elsewhere = total(client) - sites.reduce((sum, site) => sum + total(site), 0);
  return (
    <div className={classes.place}>
      <UnstyledButton
        className={`${classes.row} ${classes.opener}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={toggle}
      >
        <Text span size="sm" fw={600} className={classes.move}>
          <IconChevronRight size={15} className={classes.chevron} aria-hidden />
          {client.clientName}
        </Text>
        <Moves counts={client} />
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        {sites.map((site) => (
          <div key={site.siteId} className={`${classes.row} ${classes.site}`}>
            <Text span size="sm">
              {site.siteName}
            </Text>
            <Moves counts={site} />
          </div>
        ))}
        {elsewhere > 0 && (
          <div className={`${classes.row} ${classes.site}`}>
            <Text span size="sm" c="dimmed">
              <Trans>{elsewhere} more on other sites</Trans>
            </Text>
          </div>
        )}
      </Collapse>
    </div>
  );
}
