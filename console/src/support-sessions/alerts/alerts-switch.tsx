import { t } from '@lingui/core/macro';
import { Switch } from '@mantine/core';
import { showDone } from '../../api/show-problem';
import { chime } from './chime';
import { useAlertsWanted } from './use-alerts-wanted';

/** Asks the browser for its permission when it is clicked, never before; without it the sound is left. */
export function AlertsSwitch() {
  const [wanted, setWanted] = useAlertsWanted();
  const change = async (next: boolean) => {
    setWanted(next);
    if (!next) return;
    chime();
    const permission = 'Notification' in window ? await Notification.requestPermission() : 'denied';
    showDone(permission === 'granted' ? t`You are told by notification and sound who waits.` : t`The browser shows no notifications of this page; you hear a sound when somebody waits.`);
  };
  return <Switch size="xs" label={t`Tell me who waits, by notification and sound`} checked={wanted} onChange={(event) => void change(event.currentTarget.checked)} />;
}
