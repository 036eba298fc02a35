import { t } from '@lingui/core/macro';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { factorsQuery } from '../account/account-queries';
import type { Right } from '../api/types';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { overviewQuery } from '../devices/device-queries';
import { mailSettingsQuery } from '../notifications/mail-queries';
import { providersQuery } from '../providers/provider-queries';
import { STEPS, type StepKey } from './first-run-search';

export interface Step {
  key: StepKey;
  title: string;
  lead: string;
  done: boolean;
  /** Works without it, for now. */
  mayBeSkipped: boolean;
  skipped: boolean;
}

interface Description {
  title: string;
  lead: string;
  needs?: Right;
  mayBeSkipped?: true;
}

const DESCRIPTIONS: Record<StepKey, Description> = {
  factor: {
    title: t`Protect your account`,
    lead: t`A passkey or an authenticator app, asked for after your password. This account opens every device.`,
    mayBeSkipped: true,
  },
  mail: {
    title: t`Send e-mail`,
    lead: t`Invitations and notifications go through your mail server. Save it, then send yourself a test.`,
    needs: 'notifications.manage',
    mayBeSkipped: true,
  },
  provider: {
    title: t`Check the provider`,
    lead: t`What carries the remote sessions. The engine that came along is here already; other servers can be connected beside it.`,
    needs: 'providers.read',
  },
  site: { title: t`Add a client and its first site`, lead: t`The company you look after, and a place of it. Devices belong to sites.`, needs: 'sites.change' },
  policy: {
    title: t`Say what remote access is like`,
    lead: t`A policy with your settings, a package that holds it, assigned to the site. Every device of the site gets it, now and later.`,
    needs: 'policies.change',
  },
  install: { title: t`Install the agent`, lead: t`One line in a terminal of the device.`, needs: 'sites.change' },
  ready: { title: t`Watch the first device become Ready`, lead: t`Usually within a minute. Nothing has to be reloaded.`, needs: 'devices.read' },
};

/** How far this installation is, read from what there is; only what somebody skipped is kept, in his browser. */
export function useProgress() {
  const me = useMe();
  const [skipped, setSkipped] = useLocalStorage<StepKey[]>({ key: 'lk-first-run-skipped', defaultValue: [], getInitialValueInEffect: false });
  const overview = useQuery(overviewQuery());
  const factors = useQuery(factorsQuery);
  const mail = useQuery({ ...mailSettingsQuery, enabled: hasRight(me, 'notifications.manage') });
  const providers = useQuery({ ...providersQuery, enabled: hasRight(me, 'providers.read') });
  const counts = overview.data;
  const done: Record<StepKey, boolean> = {
    factor: (factors.data?.items.length ?? 0) > 0,
    mail: (mail.data?.version ?? 0) > 0,
    provider: providers.data?.items.some(({ health }) => health === 'reachable') ?? false,
    site: (counts?.sites ?? 0) > 0,
    policy: (counts?.enabledSites ?? 0) > 0,
    install: (counts?.devices ?? 0) > 0,
    ready: (counts?.ready ?? 0) > 0,
  };
  const steps = STEPS.filter((key) => !DESCRIPTIONS[key].needs || hasRight(me, DESCRIPTIONS[key].needs)).map((key): Step => {
    const { title, lead, mayBeSkipped = false } = DESCRIPTIONS[key];
    return { key, title, lead, mayBeSkipped, done: done[key], skipped: skipped.includes(key) };
  });
  // Until everything has been heard of, a step that is done would look like one that is left.
  const isHeard = [factors, mail, providers].every(({ isLoading }) => !isLoading);
  return { query: overview, isHeard, steps, skip: (key: StepKey) => setSkipped((now) => [...new Set([...now, key])]) };
}

/** Where to go on: the first step that is left; undefined when none is. */
export const nextStep = (steps: readonly Step[], after?: StepKey): Step | undefined => {
  const left = steps.filter(({ done, skipped, key }) => !done && !skipped && key !== after);
  const from = after === undefined ? -1 : STEPS.indexOf(after);
  return left.find(({ key }) => STEPS.indexOf(key) > from) ?? left[0];
};
