import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import { approvalsSearch } from '../approvals/approval-search';
import { accessReportSearch } from '../access-report/access-report-search';
import { auditSearch } from '../audit/audit-search';
import { isNotSignedIn } from '../api/problem';
import { queryClient } from '../api/query-client';
import { deviceSearch } from '../devices/device-search';
import { firstRunSearch } from '../first-run/first-run-search';
import { newGroupSearch } from '../groups/group-search';
import { identitySearch } from '../devices/identity/identity-search';
import { launchingSearch } from '../launching/launching-search';
import { notificationsSearch } from '../notifications/notifications-search';
import { policyMapSearch } from '../policy-map/policy-map-search';
import { policySearch } from '../policies/policy-search';
import { packageSearch, packagesSearch } from '../packages/package-search';
import { providerSearch } from '../providers/provider-search';
import { rolloutSearch, rolloutsSearch } from '../rollouts/rollout-search';
import { sessionsSearch } from '../sessions/session-search';
import { supportScreenSearch, supportSearch } from '../support-sessions/support-search';
import { signInSearch } from '../sign-in/sign-in-search';
import { isSetUpOpen } from '../sign-in/set-up-state';
import { sitesSearch } from '../sites/site-search';
import { timesSearch } from '../time-to-launchable/times-search';
import { usersSearch } from '../users/users-search';
import { Crashed, Pending, Unknown } from './fallbacks';
import { meQuery } from './me';
import { placeSearch, type Place } from './place';
import { RootFrame } from './root-frame';
import { Shell } from './shell/shell';

const root = createRootRoute({ component: RootFrame });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../sign-in/sign-in-page'), 'SignInPage'),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../sign-in/set-up-page'), 'SetUpPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../sign-in/invitation-page'), 'InvitationPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!isNotSignedIn(error)) throw error;
      if (await isSetUpOpen()) throw redirect({ to: '/set-up' });
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
});
const launching = createRoute({
  getParentRoute: () => signedIn,
  path: '/launching/$deviceId',
  validateSearch: launchingSearch,
  component: lazyRouteComponent(() => import('../launching/launching-page'), 'LaunchingPage'),
});

const supportScreenPage = lazyRouteComponent(() => import('../support-sessions/screen/screen-page'), 'ScreenPage');
const supportScreen = createRoute({ getParentRoute: () => signedIn, path: '/support/$sessionId/screen/$guestId', validateSearch: supportScreenSearch, component: supportScreenPage });

// Where one looks stays as one goes from page to page.
const retained = { middlewares: [retainSearchParams<Place>(['clientId', 'siteId'])] };
const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', validateSearch: placeSearch, search: retained, component: Shell });
const inShell = { getParentRoute: () => shell };

const overview = createRoute({
  ...inShell,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page'), 'OverviewPage'),
});
const firstRun = createRoute({
  ...inShell,
  path: '/first-run',
  validateSearch: firstRunSearch,
  component: lazyRouteComponent(() => import('../first-run/first-run-page'), 'FirstRunPage'),
});
const computers = createRoute({
  ...inShell,
  path: '/devices',
  validateSearch: deviceSearch,
  component: lazyRouteComponent(() => import('../devices/computers-page'), 'ComputersPage'),
});
const groups = createRoute({
  ...inShell,
  path: '/device-groups',
  component: lazyRouteComponent(() => import('../groups/groups-page'), 'GroupsPage'),
});
const newGroup = createRoute({
  ...inShell,
  path: '/device-groups/new',
  validateSearch: newGroupSearch,
  component: lazyRouteComponent(() => import('../groups/new-group-page'), 'NewGroupPage'),
});
const group = createRoute({
  ...inShell,
  path: '/device-groups/$groupId',
  component: lazyRouteComponent(() => import('../groups/group-page'), 'GroupPage'),
});
const identity = createRoute({
  ...inShell,
  path: '/devices/identity',
  validateSearch: identitySearch,
  component: lazyRouteComponent(() => import('../devices/identity/identity-page'), 'IdentityPage'),
});
const policies = createRoute({
  ...inShell,
  path: '/policies',
  component: lazyRouteComponent(() => import('../policies/policies-page'), 'PoliciesPage'),
});
const newPolicy = createRoute({
  ...inShell,
  path: '/policies/new',
  component: lazyRouteComponent(() => import('../policies/new-policy-page'), 'NewPolicyPage'),
});
const policy = createRoute({
  ...inShell,
  path: '/policies/$policyId',
  validateSearch: policySearch,
  component: lazyRouteComponent(() => import('../policies/policy-page'), 'PolicyPage'),
});
const policyMap = createRoute({
  ...inShell,
  path: '/policy-map',
  validateSearch: policyMapSearch,
  component: lazyRouteComponent(() => import('../policy-map/policy-map-page'), 'PolicyMapPage'),
});
const packages = createRoute({
  ...inShell,
  path: '/packages',
  validateSearch: packagesSearch,
  component: lazyRouteComponent(() => import('../packages/packages-page'), 'PackagesPage'),
});
const packageOne = createRoute({
  ...inShell,
  path: '/packages/$packageId',
  validateSearch: packageSearch,
  component: lazyRouteComponent(() => import('../packages/package-page'), 'PackagePage'),
});
const deployments = createRoute({
  ...inShell,
  path: '/deployments',
  validateSearch: rolloutsSearch,
  component: lazyRouteComponent(() => import('../rollouts/deployments-page'), 'DeploymentsPage'),
});
const rollout = createRoute({
  ...inShell,
  path: '/deployments/$rolloutId',
  validateSearch: rolloutSearch,
  component: lazyRouteComponent(() => import('../rollouts/rollout-page'), 'RolloutPage'),
});
const approvals = createRoute({
  ...inShell,
  path: '/approvals',
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import('../approvals/approvals-page'), 'ApprovalsPage'),
});
const approval = createRoute({
  ...inShell,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(() => import('../approvals/approval-page'), 'ApprovalPage'),
});
const sessions = createRoute({
  ...inShell,
  path: '/sessions',
  validateSearch: sessionsSearch,
  component: lazyRouteComponent(() => import('../sessions/sessions-page'), 'SessionsPage'),
});
const supportPage = lazyRouteComponent(() => import('../support-sessions/support-page'), 'SupportPage');
const support = createRoute({ ...inShell, path: '/support', validateSearch: supportSearch, component: supportPage });
const helpWidgetsPage = lazyRouteComponent(() => import('../support-sessions/widgets/help-widgets-page'), 'HelpWidgetsPage');
const helpWidgets = createRoute({ ...inShell, path: '/settings/help-widgets', component: helpWidgetsPage });
const sites = createRoute({
  ...inShell,
  path: '/sites',
  validateSearch: sitesSearch,
  component: lazyRouteComponent(() => import('../sites/sites-page'), 'SitesPage'),
});
const offboarding = createRoute({
  ...inShell,
  path: '/sites/$clientId/offboarding',
  component: lazyRouteComponent(() => import('../offboarding/offboarding-page'), 'OffboardingPage'),
});
const audit = createRoute({
  ...inShell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../audit/audit-page'), 'AuditPage'),
});
const users = createRoute({
  ...inShell,
  path: '/settings/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('../users/users-page'), 'UsersPage'),
});
const account = createRoute({
  ...inShell,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account-page'), 'AccountPage'),
});
const security = createRoute({
  ...inShell,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('../security/security-page'), 'SecurityPage'),
});
const providers = createRoute({
  ...inShell,
  path: '/settings/providers',
  component: lazyRouteComponent(() => import('../providers/providers-page'), 'ProvidersPage'),
});
const provider = createRoute({
  ...inShell,
  path: '/settings/providers/$providerId',
  validateSearch: providerSearch,
  component: lazyRouteComponent(() => import('../providers/provider-page'), 'ProviderPage'),
});
const notifications = createRoute({
  ...inShell,
  path: '/settings/notifications',
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import('../notifications/notifications-page'), 'NotificationsPage'),
});
const locks = createRoute({
  ...inShell,
  path: '/settings/locks',
  component: lazyRouteComponent(() => import('../locks/locks-page'), 'LocksPage'),
});
const causes = createRoute({
  ...inShell,
  path: '/causes',
  component: lazyRouteComponent(() => import('../causes/causes-page'), 'CausesPage'),
});
const times = createRoute({
  ...inShell,
  path: '/time-to-launchable',
  validateSearch: timesSearch,
  component: lazyRouteComponent(() => import('../time-to-launchable/times-page'), 'TimesPage'),
});
const accessReport = createRoute({
  ...inShell,
  path: '/access-report',
  validateSearch: accessReportSearch,
  component: lazyRouteComponent(() => import('../access-report/access-report-page'), 'AccessReportPage'),
});
const rolloutDefaults = createRoute({
  ...inShell,
  path: '/settings/large-changes',
  component: lazyRouteComponent(() => import('../rollouts/defaults/rollout-defaults-page'), 'RolloutDefaultsPage'),
});
const catalogue = createRoute({
  ...inShell,
  path: '/status-catalogue',
  component: lazyRouteComponent(() => import('../catalogue/status-catalogue-page'), 'StatusCataloguePage'),
});
const system = createRoute({
  ...inShell,
  path: '/system',
  component: lazyRouteComponent(() => import('../system/system-page'), 'SystemPage'),
});

const unknown = createRoute({ ...inShell, path: '$', component: Unknown });

const pages = [
  overview, firstRun, computers, groups, newGroup, group, identity,
  policies, newPolicy, policy, policyMap, packages, packageOne, deployments,
  rollout, approvals, approval, sessions, support, sites, offboarding, audit,
  accessReport, users, account, security, providers, provider, notifications, helpWidgets,
  locks, rolloutDefaults, causes, times, catalogue, system, unknown,
];

/** Every address of the console; pages are loaded when they are first opened. */
export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, invitation, signedIn.addChildren([launching, supportScreen, shell.addChildren(pages)])]),
  defaultPreload: 'intent',
  defaultPendingComponent: Pending,
  defaultErrorComponent: Crashed,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
