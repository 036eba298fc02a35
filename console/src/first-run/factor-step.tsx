import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { factorsQuery } from '../account/account-queries';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { AddFactor } from '../factors/add-factor';
import { DoneNote } from './done-note';

/** The first second factor of whoever sets the installation up. */
export function FactorStep() {
  const query = useQuery(factorsQuery);
  const client = useQueryClient();
  const enrolled = () => Promise.all(['factors', 'me'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  return (
    <QueryState query={query} compact>
      {({ items, kinds }) =>
        items.length > 0 ? (
          <DoneNote title={t`Your account is protected by ${items.map(({ name }) => name).join(' and ')}`}>
            <Trans>Have two, so that losing one is no drama: <AnchorLink to="/account" size="sm" underline="always">Your account</AnchorLink></Trans>
          </DoneNote>
        ) : (
          <Box className="lk-card" p="md" maw={460}>
            <AddFactor kinds={kinds} asksPassword onDone={() => void enrolled()} />
          </Box>
        )
      }
    </QueryState>
  );
}
