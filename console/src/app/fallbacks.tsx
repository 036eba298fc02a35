import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Center, Loader } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { type ErrorComponentProps } from '@tanstack/react-router';
import { Refused } from '../components/query-state';
import { EmptyState } from '../components/empty-state';
import { AnchorLink } from '../components/links';
import { PageHeader } from '../components/page-header';

/** A page is on its way. */
export function Pending() {
  return (
    <Center h="50vh">
      <Loader aria-label={t`Loading`} />
    </Center>
  );
}

/** An address that leads nowhere. */
export function Unknown() {
  return (
    <>
      <PageHeader title={t`There is no such page`} />
      <EmptyState
        icon={IconMapPinOff}
        title={t`Nothing is at this address`}
        action={
          <AnchorLink to="/" size="sm">
            <Trans>To the Overview</Trans>
          </AnchorLink>
        }
      >
        <Trans>It may be mistyped, or the page has moved.</Trans>
      </EmptyState>
    </>
  );
}

/** A page that could not be shown. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  return <Refused error={error} onRetry={reset} />;
}
