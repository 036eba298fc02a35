import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { supportSessionsQuery } from '../support-queries';
import { chime } from './chime';
import { everybodyIn, newlyWaiting, type Waiting } from './newly-waiting';

/** Tells by notification and sound, on every page of the console, who waits for help. */
export function WaitingAlerts() {
  const navigate = useNavigate();
  const sessions = useQuery(supportSessionsQuery({ which: 'live' })).data?.items;
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!sessions) return;
    const fresh = known.current === null ? [] : newlyWaiting(sessions, known.current);
    known.current = new Set([...(known.current ?? []), ...everybodyIn(sessions)]);
    fresh.forEach((each) => notify(each, () => void navigate({ to: '/support', search: { session: each.sessionId } })));
    if (fresh.length > 0) chime();
  }, [sessions, navigate]);
  return null;
}

function notify({ key, title, body }: Waiting, open: () => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    // Several tabs of one browser show it once: they give it one tag.
    const shown = new Notification(title, { body, tag: key });
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
  } catch {
    // Browsers of telephones know the class and refuse to make one; the sound is left.
  }
}
