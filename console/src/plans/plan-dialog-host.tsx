import { lazy, Suspense, useState } from 'react';
import { usePlanQuestion } from './plan-question';

const PlanDialog = lazy(() => import('./plan-dialog').then((module) => ({ default: module.PlanDialog })));

/** Where plans are shown, over every page; loaded with the first one, and then kept, so that the focus finds its way back. */
export function PlanDialogHost() {
  const isShown = usePlanQuestion() !== null;
  const [isLoaded, setLoaded] = useState(false);
  if (isShown && !isLoaded) setLoaded(true);
  return <Suspense>{isLoaded && <PlanDialog />}</Suspense>;
}
