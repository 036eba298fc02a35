import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconFileCertificate, IconHourglass, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { DeviceRemoval, Offboarding } from '../api/types';
import { useRight } from '../app/me';
import { CopyButton } from '../components/copy-button';
import { Facts } from '../components/facts';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { inFull } from '../components/relative-time';
import { GiveUpRemoval } from './give-up-removal';
import { certificateAddress, offboardingQuery } from './offboarding-queries';
import classes from './offboarding.module.css';
import { RemovalTable } from './removal-table';
import { REMOVAL_LOOKS, REMOVAL_STATES } from './removal-words';

/** Rows of one table on the screen; whoever prints gets all. */
const ROWS_AT_FIRST = 200;

/** The end of looking after a client: what is proven, what is waited for, what nobody can prove. Made to be printed. */
export function OffboardingPage() {
  const { clientId } = useParams({ from: '/signed-in/shell/sites/$clientId/offboarding' });
  const query = useQuery(offboardingQuery(clientId));
  const [most, setMost] = useState(ROWS_AT_FIRST);
  const print = () => {
    flushSync(() => setMost(Infinity));
    window.print();
  };
  const offboarding = query.data;
  return (
    <>
      <PageHeader
        path={[t`Clients & Sites`, offboarding?.clientName ?? t`Client`]}
        title={offboarding ? t`Offboarding of ${offboarding.clientName}` : t`Offboarding`}
        lead={t`Remote access is removed from every device of this client, and each removal is proven or named as unproven.`}
        beside={offboarding && <StateBadge offboarding={offboarding} />}
        actions={
          offboarding && (
            <>
              <Button
                variant="default"
                className="lk-not-printed"
                leftSection={<IconPrinter size={16} />}
                onClick={print}
              >
                <Trans>Print</Trans>
              </Button>
              <Button
                component="a"
                className="lk-not-printed"
                href={certificateAddress(clientId)}
                download={`offboarding-${offboarding.clientName}.json`}
                leftSection={<IconFileCertificate size={16} />}
              >
                {offboarding.state === 'complete' ? t`Download certificate` : t`Download interim statement`}
              </Button>
            </>
          )
        }
      />
      <QueryState query={query}>
        {(shown) => <Standing offboarding={shown} most={most} onShowAll={() => setMost(Infinity)} />}
      </QueryState>
    </>
  );
}

function StateBadge({ offboarding: { state, archived } }: { offboarding: Offboarding }) {
  const complete = state === 'complete';
  return (
    <Badge
      size="lg"
      variant="light"
      tt="none"
      color={complete ? 'teal' : 'blue'}
      leftSection={complete ? <IconCircleCheck size={15} aria-hidden /> : <IconHourglass size={15} aria-hidden />}
    >
      {complete ? t`Nothing is waited for` : t`Under way`}
      {archived && t`, archived`}
    </Badge>
  );
}

function Standing({ offboarding, most, onShowAll }: { offboarding: Offboarding; most: number; onShowAll: () => void }) {
  const { clientId, counts, devices, state, startedAt, requestedBy, reason, rootKey } = offboarding;
  const mayGiveUp = useRight('devices.change');
  const [givingUp, setGivingUp] = useState<DeviceRemoval | null>(null);
  return (
    <Stack gap="md">
      {state === 'removing' && (
        <Text fw={600} size="sm">
          <Trans>Interim: the removal from {counts.waiting} <Plural value={counts.waiting} one="device" other="devices" /> is still waited for.</Trans>
        </Text>
      )}
      <Box className={classes.counts}>
        {REMOVAL_STATES.map((each) => (
          <Box key={each} className={`lk-card ${classes.count}`}>
            <Text className={`${classes.number} lk-figures`}>{counts[each]}</Text>
            <Text size="sm">
              <Trans>{REMOVAL_LOOKS[each].word} of {counts.devices}</Trans>
            </Text>
          </Box>
        ))}
      </Box>
      <Box className="lk-card" p="md">
        <Facts
          facts={[
            [t`Begun`, t`${inFull(new Date(startedAt))}, by ${requestedBy}`],
            [t`Reason`, reason],
            [t`Root key`, rootKey && <RootKey value={rootKey} />],
          ]}
        />
      </Box>
      {REMOVAL_STATES.map((each) => (
        <RemovalTable
          key={each}
          state={each}
          removals={devices.filter((device) => device.state === each)}
          most={most}
          onShowAll={onShowAll}
          onGiveUp={each === 'waiting' && mayGiveUp ? setGivingUp : undefined}
        />
      ))}
      {devices.length === 0 && <Text size="sm"><Trans>This client had no devices.</Trans></Text>}
      <Text size="xs" className={classes.printed}>
        <Trans>Printed on {inFull(new Date())}. The signed document is the JSON file of the same name; it is verified with the
        root key above: node scripts/verify-certificate.mjs &lt;file&gt; &lt;root key&gt;</Trans>
      </Text>
      <GiveUpRemoval clientId={clientId} removal={givingUp} onClose={() => setGivingUp(null)} />
    </Stack>
  );
}

/** Whoever is handed the certificate needs this key by another way. */
function RootKey({ value }: { value: string }) {
  return (
    <>
      <span className="lk-code">{value}</span>{' '}
      <span className="lk-not-printed">
        <CopyButton compact label={t`Copy the root key, under which the certificate is verified`} value={value} />
      </span>
    </>
  );
}
