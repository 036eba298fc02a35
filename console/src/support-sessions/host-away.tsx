import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { SupportSession } from '../api/types';

/** Opens the page at which the host joins a session that is held at a provider; there he signs in with his own account. */
export function HostAway({ session: { hostUrl, providerName }, className }: { session: SupportSession; className?: string }) {
  if (!hostUrl) return null;
  return (
    <Button className={className} size="compact-sm" component="a" href={hostUrl} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={14} />}>
      <Trans>Join at {providerName}</Trans>
    </Button>
  );
}
