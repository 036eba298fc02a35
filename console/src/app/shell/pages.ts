import {
  IconAffiliate,
  IconBuilding,
  IconDeviceDesktop,
  IconFingerprint,
  IconHeartRateMonitor,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconLock,
  IconPackages,
  IconScreenShare,
  IconStairs,
  IconStairsUp,
  IconStethoscope,
  IconStopwatch,
  IconShieldCog,
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
  { label: null, pages: [{ to: '/', label: 'Overview', icon: IconLayoutDashboard }] },
  {
    label: 'Devices',
    pages: [
      { to: '/devices', label: 'Computers', icon: IconDeviceDesktop },
      { to: '/device-groups', label: 'Groups', icon: IconStack2, needs: ['policies.read'] },
      { to: '/devices/identity', label: 'Identity', icon: IconFingerprint, needs: ['devices.change'] },
    ],
  },
  {
    label: 'Endpoints',
    pages: [
      { to: '/policies', label: 'Policies', icon: IconShieldCog, needs: ['policies.read'] },
      { to: '/packages', label: 'Packages', icon: IconPackages, needs: ['policies.read'] },
    ],
  },
  {
    label: 'Deployments',
    pages: [
      { to: '/causes', label: 'Causes', icon: IconStethoscope, needs: ['devices.read'] },
      { to: '/time-to-launchable', label: 'Time to launchable', icon: IconStopwatch, needs: ['devices.read'] },
      { to: '/deployments', label: 'Rollouts', icon: IconStairsUp, needs: ['policies.read'] },
      { to: '/approvals', label: 'Approvals', icon: IconRubberStamp, needs: ['policies.change'], count: WaitingCount },
    ],
  },
  {
    label: 'Work',
    pages: [
      { to: '/sessions', label: 'Sessions', icon: IconScreenShare, needs: ['devices.launch', 'audit.read'] },
      { to: '/sites', label: 'Clients & Sites', icon: IconBuilding },
      { to: '/audit', label: 'Audit log', icon: IconHistory, needs: ['audit.read', 'audit.read-own-actions'] },
    ],
  },
  {
    label: 'Settings',
    pages: [
      { to: '/settings/users', label: 'Users', icon: IconUsers, needs: ['users.manage'] },
      { to: '/settings/providers', label: 'Providers', icon: IconAffiliate, needs: ['providers.read'] },
      { to: '/settings/locks', label: 'Locks', icon: IconLock, needs: ['policies.read'] },
      { to: '/settings/large-changes', label: 'Large changes', icon: IconStairs, needs: ['policies.read'] },
      { to: '/status-catalogue', label: 'Status catalogue', icon: IconListDetails },
      { to: '/system', label: 'System', icon: IconHeartRateMonitor, needs: ['security.manage'] },
    ],
  },
];

/** Every page of the navigation, in its order. */
export const ALL_PAGES = PAGE_GROUPS.flatMap(({ pages }) => pages);

/** Whether another page of the navigation lies below this one, which then is the present page at its own address only. */
export function hasPagesBelow({ to }: PageLink): boolean {
  return to === '/' || ALL_PAGES.some((other) => other.to.startsWith(`${to}/`));
}
