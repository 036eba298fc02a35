import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconDeviceDesktopPlus, IconFilterOff } from '@tabler/icons-react';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { ButtonLink } from '../components/links';
import { ANY_SITE } from '../sites/site-search';

/** Nothing found, or nothing there yet: two different next steps. */
export function ComputersEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const mayEnrol = useRight('sites.change');
  if (filtered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t`No computer matches`}
        action={
          <Button variant="default" onClick={onClear}>
            <Trans>Clear the filters</Trans>
          </Button>
        }
      >
        <Trans>None of the computers you look after has all of this.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconDeviceDesktopPlus}
      title={t`No computers yet`}
      colour="latch"
      action={mayEnrol && <ButtonLink to="/sites" search={{ install: ANY_SITE }}><Trans>Install the first agent</Trans></ButtonLink>}
    >
      <Trans>A computer appears here as soon as the endpoint agent of a site is installed on it.</Trans>
    </EmptyState>
  );
}
