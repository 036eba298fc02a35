import type { Page } from 'playwright-core';
import type { ApiClient } from './api-client.js';

/** One page of the console in one of its states, as it is looked at by tests and taken for the documentation. */
export interface ConsolePage {
  /** Its name in messages and in the names of files. */
  readonly name: string;
  readonly path: string;
  /** Something that is there once the page shows what it is for. */
  readonly shows: string;
  /** What is done before it is looked at: what opens a dialog or a card that has no address. */
  readonly first?: (page: Page) => Promise<void>;
  readonly isSignedOut?: true;
  /** The ends of the addresses that refuse this page an answer, which is what the page is about; the browser notes each as an error. */
  readonly refusedAt?: readonly string[];
  /** Looked at by the tests only: it would add nothing to the pictures. */
  readonly isUnpictured?: true;
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
};

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What each panel of the drawer shows that nothing around it does. */
const DRAWER = {
  summary: 'Copy details for support',
  deployment: 'Conditions',
  timeline: 'Device enrolled',
  policy: 'Capabilities',
};
const QUIET_DRAWER = { sessions: 'Nobody has opened this device', inventory: 'Host name' };

/** Every page, over what this operator finds: the first of everything, by name where it has one. */
export async function consolePages(operator: ApiClient): Promise<ConsolePage[]> {
  const first = async (path: string) => (await operator.read(path)).items[0] as Named;
  const byName = ['devices', 'device-groups', 'policies', 'packages', 'sites'].map((noun) =>
    first(`/${noun}?sort=name`),
  );
  const [device, group, policy, package_, site] = (await Promise.all(byName)) as [Named, Named, Named, Named, Named];
  const [rollout, approval, provider, entry, user] = await Promise.all([first('/rollouts'), first('/approvals'), first('/provider-instances'), first('/audit?action=policy.create'), first('/users?sort=name')]);
  const leaving = (await operator.read('/clients')).items.find(
    ({ leavingSince }: { leavingSince: string | null }) => leavingSince !== null,
  ) as Named;
  const drawer = ([tab, shows]: [string, string]): ConsolePage => ({
    name: `device-${tab}`,
    path: `/devices?device=${device.id}&tab=${tab}`,
    shows,
  });
  return [
    { name: 'sign-in', path: '/sign-in', shows: 'Sign in', isSignedOut: true, refusedAt: ['/setup'] },
    { name: 'first-run', path: '/first-run?step=policy', shows: 'is assigned to' },
    { name: 'first-run-factor', path: '/first-run?step=factor', shows: 'Skip for now', isUnpictured: true },
    { name: 'first-run-ready', path: '/first-run?step=ready', shows: device.name, isUnpictured: true },
    { name: 'overview', path: '/', shows: 'Needs a person' },
    { name: 'palette', path: '/', shows: site.name, first: lookUp(site.name), isUnpictured: true },
    { name: 'computers', path: '/devices', shows: device.name },
    { name: 'computers-log-in-card', path: '/devices', shows: device.name, first: pointAtLogIn(device.name) },
    {
      name: 'computers-no-match',
      path: '/devices?q=no-such-computer',
      shows: 'No computer matches',
      isUnpictured: true,
    },
    ...Object.entries(DRAWER).map(drawer),
    ...Object.entries(QUIET_DRAWER).map((tab) => ({ ...drawer(tab), isUnpictured: true as const })),
    { name: 'identity', path: '/devices/identity', shows: 'In quarantine' },
    { name: 'groups', path: '/device-groups', shows: group.name },
    { name: 'group-new', path: '/device-groups/new', shows: 'Which computers' },
    { name: 'group', path: `/device-groups/${group.id}`, shows: 'Which computers' },
    { name: 'policies', path: '/policies', shows: policy.name },
    { name: 'policy-new', path: '/policies/new', shows: 'Consent' },
    { name: 'policy', path: `/policies/${policy.id}`, shows: 'Consent' },
    { name: 'policy-uses', path: `/policies/${policy.id}?tab=uses`, shows: 'Used in' },
    { name: 'policy-versions', path: `/policies/${policy.id}?tab=versions`, shows: 'Version 1', isUnpictured: true },
    { name: 'policy-map', path: '/policy-map', shows: site.name, first: (page) => page.getByText('Map', { exact: true }).click() },
    { name: 'policy-map-list', path: '/policy-map?as=list', shows: package_.name, isUnpictured: true },
    { name: 'packages', path: '/packages', shows: package_.name },
    { name: 'package-new', path: '/packages', shows: package_.name, first: press('Add Package'), isUnpictured: true },
    { name: 'packages-sites', path: '/packages?tab=sites', shows: site.name },
    {
      name: 'packages-assign',
      path: `/packages?tab=sites&site=${site.id}`,
      shows: '1 selected',
      first: press('Assign Package'),
    },
    { name: 'package', path: `/packages/${package_.id}`, shows: 'Policies' },
    { name: 'package-sites', path: `/packages/${package_.id}?tab=sites`, shows: site.name, isUnpictured: true },
    { name: 'package-exclusions', path: `/packages/${package_.id}?tab=exclusions`, shows: 'In force', isUnpictured: true },
    { name: 'package-history', path: `/packages/${package_.id}?tab=history`, shows: 'Version 1' },
    { name: 'time-to-launchable', path: '/time-to-launchable', shows: 'Time to launchable' },
    { name: 'causes', path: '/causes', shows: 'What to do' },
    { name: 'deployments', path: '/deployments', shows: 'What stands in the way' },
    { name: 'deployments-by-site', path: '/deployments?by=site', shows: 'Where', isUnpictured: true },
    { name: 'rollouts', path: '/deployments?tab=rollouts', shows: 'settled', isUnpictured: true },
    { name: 'rollout', path: `/deployments/${rollout.id}`, shows: 'Waves', isUnpictured: true },
    { name: 'approvals', path: '/approvals', shows: 'Change the policy' },
    { name: 'approval', path: `/approvals/${approval.id}`, shows: 'What is asked for' },
    { name: 'locks', path: '/settings/locks', shows: 'Consent' },
    { name: 'large-changes', path: '/settings/large-changes', shows: 'Who agrees' },
    { name: 'sessions', path: '/sessions', shows: 'Sessions' },
    { name: 'sessions-history', path: '/sessions?show=history', shows: 'Only mine', isUnpictured: true },
    { name: 'support-queue', path: '/support', shows: 'Support queue' },
    { name: 'support-session-new', path: '/support', shows: 'Support queue', first: press('New session'), isUnpictured: true },
    { name: 'support-history', path: '/support?show=ended', shows: 'No session has ended yet', isUnpictured: true },
    { name: 'support-stop', path: '/support', shows: 'Support queue', first: press('Stop all sessions'), isUnpictured: true },
    { name: 'support-screen-missing', path: `/support/${site.id}/screen/${site.id}`, shows: 'Not found', refusedAt: [`/support-sessions/${site.id}`], isUnpictured: true },
    { name: 'help-widgets', path: '/settings/help-widgets', shows: 'No help widgets yet', isUnpictured: true },
    { name: 'help-widget-new', path: '/settings/help-widgets', shows: 'No help widgets yet', first: press('Add Widget'), isUnpictured: true },
    { name: 'sites', path: '/sites', shows: site.name },
    { name: 'offboarding', path: `/sites/${leaving.id}/offboarding`, shows: 'The contract has ended.' },
    { name: 'client-new', path: '/sites', shows: site.name, first: press('Add Client'), isUnpictured: true },
    { name: 'site-install-agent', path: `/sites?install=${site.id}`, shows: 'Copy', first: press('Make the command') },
    { name: 'install-agent', path: '/sites?install=any', shows: 'Install agent', first: (page) => page.getByRole('dialog').waitFor(), isUnpictured: true },
    { name: 'access-report', path: '/access-report', shows: 'in all' },
    { name: 'audit', path: '/audit', shows: 'Chain verified' },
    { name: 'audit-entry', path: `/audit?entry=${entry.id}`, shows: 'Copy link' },
    { name: 'users', path: '/settings/users', shows: 'Primary Super Admin' },
    { name: 'user-edit', path: '/settings/users', shows: 'Dana', first: editDana },
    { name: 'user-explained', path: `/settings/users?edit=${user.id}`, shows: 'Allow Remote Control Access is on', first: explain(device.name), isUnpictured: true },
    { name: 'providers', path: '/settings/providers', shows: 'MeshCentral' },
    { name: 'provider-add', path: '/settings/providers', shows: 'Product', first: press('Add provider'), isUnpictured: true },
    { name: 'account', path: '/account', shows: 'Where you are signed in' },
    { name: 'factor-new', path: '/account', shows: 'None yet', first: press('Add'), isUnpictured: true },
    { name: 'security', path: '/settings/security', shows: 'There is none.', refusedAt: ['/identity-provider', '/break-glass'] },
    { name: 'single-sign-on', path: '/settings/security', shows: 'There is none.', first: press('Set up'), refusedAt: ['/identity-provider', '/break-glass'], isUnpictured: true },
    { name: 'invitation', path: '/invitation#of-nobody', shows: 'Choose your password', isSignedOut: true, isUnpictured: true },
    { name: 'provider', path: `/settings/providers/${provider.id}`, shows: 'Round trip' },
    { name: 'provider-nodes', path: `/settings/providers/${provider.id}?tab=nodes`, shows: 'Ours, proven', isUnpictured: true },
    { name: 'provider-shares', path: `/settings/providers/${provider.id}?tab=shares`, shows: 'share', isUnpictured: true },
    { name: 'provider-settings', path: `/settings/providers/${provider.id}?tab=settings`, shows: 'Cannot be changed' },
    { name: 'provider-events', path: `/settings/providers/${provider.id}?tab=events`, shows: 'event', isUnpictured: true },
    { name: 'provider-missing', path: `/settings/providers/${site.id}`, shows: 'Not found', refusedAt: [`/provider-instances/${site.id}`], isUnpictured: true },
    { name: 'notifications', path: '/settings/notifications', shows: 'Devices have failed', isUnpictured: true },
    { name: 'notification-rule-new', path: '/settings/notifications', shows: 'Devices have failed', first: press('Add Rule'), isUnpictured: true },
    { name: 'notifications-email', path: '/settings/notifications?tab=email', shows: 'Mail server', isUnpictured: true },
    { name: 'notifications-webhooks', path: '/settings/notifications?tab=webhooks', shows: 'Add Webhook', isUnpictured: true },
    { name: 'notification-webhook-new', path: '/settings/notifications?tab=webhooks', shows: 'Add Webhook', first: press('Add Webhook'), isUnpictured: true },
    { name: 'bell', path: '/', shows: 'Needs a person', first: press('Notifications'), isUnpictured: true },
    { name: 'status-catalogue', path: '/status-catalogue', shows: 'RA-NET-01' },
    { name: 'system', path: '/system', shows: 'Scheduler' },
    {
      name: 'launching-refused',
      path: `/launching/${device.id}`,
      shows: 'cannot be opened',
      refusedAt: ['/launch'],
      isUnpictured: true,
    },
    { name: 'unknown', path: '/nowhere', shows: 'There is no such page', isUnpictured: true },
  ];
}

/** The card comes to the pointer, and on a narrow screen to the finger; also where the icon says that it is disabled. */
function pointAtLogIn(device: string): (page: Page) => Promise<void> {
  return async (page) => {
    const icon = page.getByRole('link', { name: `Log In to ${device}` });
    if ((page.viewportSize()?.width ?? 0) < 768) await icon.tap({ force: true });
    else await icon.hover();
    await page.getByRole('region', { name: `Deployment status of ${device}` }).waitFor();
  };
}

/** What somebody types after Ctrl+K. */
function lookUp(words: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Go to' }).fill(words);
  };
}

function explain(device: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name: 'Explain access to a computer' }).click();
    const choice = page.getByRole('combobox', { name: 'Computer' });
    await choice.fill(device);
    await page.getByRole('option', { name: new RegExp(`^${device}`) }).first().click();
  };
}

async function editDana(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Edit Dana/ }).click();
  await page.getByRole('dialog').getByLabel('Allow Remote Control Access').waitFor();
}
