import { Trans } from '@lingui/react/macro';
import { Box, Button, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { Launchability } from '../api/types';
import { useMe } from '../app/me';
import { useCatalogueEntry, useWhoInWords } from '../catalogue/catalogue-query';
import { AnchorLink } from '../components/links';
import { fixFor } from './log-in';

interface LogInRefusalProps {
  verdict: Launchability;
  size: 'xs' | 'sm';
  /** Stands on the page of the device, to which no link is needed then. */
  isBesideDevice?: boolean;
}

/** Why Log In is disabled, whatever the reason: what it means, what to do, who can, and where. */
export function LogInRefusal({ verdict, size, isBesideDevice = false }: LogInRefusalProps) {
  const { code, detail, whoCanFix } = verdict;
  const whoInWords = useWhoInWords();
  const entry = useCatalogueEntry(code);
  const fix = fixFor(verdict, useMe());
  return (
    <Box>
      {detail && <Text size={size}>{detail}</Text>}
      {entry && (
        <Text size={size} mt={4}>
          <b><Trans>What to do:</Trans></b> {entry.remedy}
        </Text>
      )}
      <Text size={size} c="dimmed" mt={4}>
        {whoCanFix && <><Trans>Who can change this: {whoInWords(whoCanFix)}.</Trans> </>}
        {code && (
          <AnchorLink underline="always" to="/status-catalogue" hash={code} inherit>
            {code}
          </AnchorLink>
        )}
      </Text>
      {fix && !(isBesideDevice && fix.url.startsWith('/devices')) && (
        <Button
          component="a"
          href={fix.url}
          size="compact-xs"
          variant="light"
          mt={8}
          rightSection={<IconExternalLink size={12} />}
        >
          {fix.label}
        </Button>
      )}
    </Box>
  );
}
