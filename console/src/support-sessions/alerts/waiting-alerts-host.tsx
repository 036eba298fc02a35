import { lazy, Suspense } from 'react';
import { useRight } from '../../app/me';
import { useAlertsWanted } from './use-alerts-wanted';

const WaitingAlerts = lazy(async () => ({ default: (await import('./waiting-alerts')).WaitingAlerts }));

/** Watches the queue where this browser was asked to, and loads what that takes only then. */
export function WaitingAlertsHost() {
  const mayHost = useRight('support-sessions.host');
  const [wanted] = useAlertsWanted();
  if (!mayHost || !wanted) return null;
  return (
    <Suspense fallback={null}>
      <WaitingAlerts />
    </Suspense>
  );
}
