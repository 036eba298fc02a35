import { Stack } from '@mantine/core';
import type { Plan } from '../api/types';
import { PlanCounts } from './plan-counts';
import { PlanDevices } from './plan-devices';
import { PlanNotices } from './plan-notices';
import { PlanPlaces } from './plan-places';

/** Everything a plan says: how many devices get what, what speaks against it, where they are and which they are. */
export function PlanDetails({ plan }: { plan: Plan }) {
  return (
    <Stack gap="md">
      <PlanCounts plan={plan} />
      <PlanNotices plan={plan} />
      {plan.moved > 0 && (
        <>
          <PlanPlaces plan={plan} />
          <PlanDevices plan={plan} />
        </>
      )}
    </Stack>
  );
}
