import { t } from '@lingui/core/macro';
import { Box, Text } from '@mantine/core';
import type { Device } from '../api/types';
import { useTitleOf } from '../catalogue/catalogue-query';
import { AnchorLink } from '../components/links';
import { MODE_NAMES, modeChoices } from './log-in';

/** The ways in which this device cannot be opened, each with its reason: the policy, or something the device lacks. */
export function ClosedModes({ device }: { device: Pick<Device, 'launchability' | 'deployment'> }) {
  const titleOf = useTitleOf();
  const closed = modeChoices(device).filter(({ usable }) => !usable);
  if (closed.length === 0) return null;
  return (
    <Box component="ul" m={0} mt={8} p={0} style={{ listStyle: 'none' }}>
      {closed.map(({ mode, code }) => (
        <Text component="li" size="xs" c="dimmed" key={mode}>
          {MODE_NAMES[mode]}: {titleOf(code) ?? t`not available`}
          {code && (
            <>
              {' '}
              <AnchorLink underline="always" to="/status-catalogue" hash={code} inherit>
                {code}
              </AnchorLink>
            </>
          )}
        </Text>
      ))}
    </Box>
  );
}
