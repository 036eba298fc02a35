import { Button } from '@mantine/core';
import { IconDeviceDesktopPlus, IconFilterOff } from '@tabler/icons-react';
import { useRight } from '../app/me';
import { EmptyState } from '../components/empty-state';
import { ButtonLink } from '../components/links';

/** Nothing found, or nothing there yet: two different next steps. */
export function ComputersEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const mayEnrol = useRight('sites.change');
  if (filtered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title="No computer matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the filters
          </Button>
        }
      >
        None of the computers you look after has all of this.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconDeviceDesktopPlus}
      title="No computers yet"
      colour="latch"
      action={mayEnrol && <ButtonLink to="/sites">Install the first agent</ButtonLink>}
    >
      A computer appears here as soon as the endpoint agent of a site is installed on it.
    </EmptyState>
  );
}
