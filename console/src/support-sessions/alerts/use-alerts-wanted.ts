import { useLocalStorage } from '@mantine/hooks';

/** Whether this browser tells who waits for help; no until somebody has said yes at it. */
export function useAlertsWanted() {
  return useLocalStorage({ key: 'latchkey-support-alerts', defaultValue: false, getInitialValueInEffect: false });
}
