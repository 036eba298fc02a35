import { t } from '@lingui/core/macro';
import {
  IconAffiliate,
  IconBell,
  IconBuilding,
  IconDeviceDesktop,
  IconDoorEnter,
  IconFingerprint,
  IconHeartRateMonitor,
  IconHeadset,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconLifebuoy,
  IconLock,
  IconPackages,
  IconScreenShare,
  IconStairs,
  IconChartBar,
  IconStethoscope,
  IconStopwatch,
  IconShieldCog,
  IconShieldLock,
  IconSitemap,
  IconStack2,
  IconRubberStamp,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Right } from '../../api/types';
import { WaitingCount } from '../../approvals/waiting-count';

export interface PageLink {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: Icon;
  /** One of these rights opens it; none: everybody may. */
  needs?: readonly Right[];
  /** Stands at the end of the link: how much waits there. */
  count?: ComponentType;
}

export interface PageGroup {
  label: string | null;
  pages: readonly PageLink[];
}

/** The navigation, in the words users of this field know. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  { label: null, pages: [{ to: '/', label: t`Overview`, icon: IconLayoutDashboard }] },
  {
    label: t`Devices`,
    pages: [
      { to: '/devices', label: t`Computers`, icon: IconDeviceDesktop },
      { to: '/device-groups', label: t`Groups`, icon: IconStack2, needs: ['policies.read'] },
      { to: '/devices/identity', label: t`Identity`, icon: IconFingerprint, needs: ['devices.change'] },
    ],
  },
  {
    label: t`Endpoints`,
    pages: [
      { to: '/policies', label: t`Policies`, icon: IconShieldCog, needs: ['policies.read'] },
      { to: '/packages', label: t`Packages`, icon: IconPackages, needs: ['policies.read'] },
      { to: '/policy-map', label: t`Policy map`, icon: IconSitemap, needs: ['policies.read'] },
    ],
  },
  {
    label: t`Deployments`,
    pages: [
      { to: '/deployments', label: t`Summary`, icon: IconChartBar, needs: ['devices.read'] },
      { to: '/causes', label: t`Causes`, icon: IconStethoscope, needs: ['devices.read'] },
      { to: '/time-to-launchable', label: t`Time to launchable`, icon: IconStopwatch, needs: ['devices.read'] },
      { to: '/approvals', label: t`Approvals`, icon: IconRubberStamp, needs: ['policies.change'], count: WaitingCount },
    ],
  },
  {
    label: t`Work`,
    pages: [
      { to: '/sessions', label: t`Sessions`, icon: IconScreenShare, needs: ['devices.launch', 'audit.read'] },
      { to: '/support', label: t`Support queue`, icon: IconHeadset, needs: ['support-sessions.host'] },
      { to: '/sites', label: t`Clients & Sites`, icon: IconBuilding },
      { to: '/access-report', label: t`Access report`, icon: IconDoorEnter, needs: ['access-report.read'] },
      { to: '/audit', label: t`Audit log`, icon: IconHistory, needs: ['audit.read', 'audit.read-own-actions'] },
    ],
  },
  {
    label: t`Settings`,
    pages: [
      { to: '/settings/users', label: t`Users`, icon: IconUsers, needs: ['users.manage'] },
      { to: '/settings/security', label: t`Security`, icon: IconShieldLock, needs: ['security.manage'] },
      { to: '/settings/providers', label: t`Providers`, icon: IconAffiliate, needs: ['providers.read'] },
      { to: '/settings/notifications', label: t`Notifications`, icon: IconBell, needs: ['notifications.manage'] },
      { to: '/settings/help-widgets', label: t`Help widgets`, icon: IconLifebuoy, needs: ['support-sessions.host', 'sites.change'] },
      { to: '/settings/locks', label: t`Locks`, icon: IconLock, needs: ['policies.read'] },
      { to: '/settings/large-changes', label: t`Large changes`, icon: IconStairs, needs: ['policies.read'] },
      { to: '/status-catalogue', label: t`Status catalogue`, icon: IconListDetails },
      { to: '/system', label: t`System`, icon: IconHeartRateMonitor, needs: ['security.manage'] },
    ],
  },
];

/** Every page of the navigation, in its order. */
export const ALL_PAGES = PAGE_GROUPS.flatMap(({ pages }) => pages);

/** Whether another page of the navigation lies below this one, which then is the present page at its own address only. */
export function hasPagesBelow({ to }: PageLink): boolean {
  return to === '/' || ALL_PAGES.some((other) => other.to.startsWith(`${to}/`));
}

/** How addresses begin that lie below a page of the navigation and ask for more than it does. */
const BELOW: Readonly<Record<string, readonly Right[]>> = { '/policies/new': ['policies.change'], '/device-groups/new': ['policies.change'], '/deployments/': ['policies.read'] };

/** The page of the navigation at which an address is, and what opens it: one of these rights, or nothing. */
export function pageAt(path: string): { page: PageLink | undefined; needs: readonly Right[] } {
  const page = ALL_PAGES.filter(({ to }) => path === to || path.startsWith(`${to}/`)).sort((a, b) => b.to.length - a.to.length)[0];
  const below = Object.entries(BELOW).find(([beginning]) => path.startsWith(beginning))?.[1];
  return { page, needs: below ?? page?.needs ?? [] };
}
