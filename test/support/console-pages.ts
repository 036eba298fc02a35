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
  /** The end of the address that refuses this page an answer, which is what the page is about; the browser notes it as an error. */
  readonly refusedAt?: string;
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
  const [rollout, approval] = await Promise.all([first('/rollouts'), first('/approvals')]);
  const leaving = (await operator.read('/clients')).items.find(
    ({ leavingSince }: { leavingSince: string | null }) => leavingSince !== null,
  ) as Named;
  const drawer = ([tab, shows]: [string, string]): ConsolePage => ({
    name: `device-${tab}`,
    path: `/devices?device=${device.id}&tab=${tab}`,
    shows,
  });
  return [
    { name: 'sign-in', path: '/sign-in', shows: 'Sign in', isSignedOut: true, refusedAt: '/setup' },
    { name: 'overview', path: '/', shows: 'Deployment status' },
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
    {
      name: 'policy-versions',
      path: `/policies/${policy.id}`,
      shows: 'Version 1',
      first: (page) => page.getByRole('tab', { name: 'Versions' }).click(),
      isUnpictured: true,
    },
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
    { name: 'time-to-launchable', path: '/time-to-launchable', shows: 'Time to launchable' },
    { name: 'causes', path: '/causes', shows: 'What to do' },
    { name: 'rollouts', path: '/deployments', shows: 'settled', isUnpictured: true },
    { name: 'rollout', path: `/deployments/${rollout.id}`, shows: 'Waves', isUnpictured: true },
    { name: 'approvals', path: '/approvals', shows: 'Change the policy' },
    { name: 'approval', path: `/approvals/${approval.id}`, shows: 'What is asked for' },
    { name: 'locks', path: '/settings/locks', shows: 'Consent' },
    { name: 'large-changes', path: '/settings/large-changes', shows: 'Who agrees' },
    { name: 'sessions', path: '/sessions', shows: 'Sessions' },
    { name: 'sites', path: '/sites', shows: site.name },
    { name: 'offboarding', path: `/sites/${leaving.id}/offboarding`, shows: 'The contract has ended.' },
    { name: 'client-new', path: '/sites', shows: site.name, first: press('Add Client'), isUnpictured: true },
    { name: 'site-install-agent', path: `/sites?install=${site.id}`, shows: 'Copy', first: press('Make the command') },
    { name: 'audit', path: '/audit', shows: 'Audit log' },
    { name: 'users', path: '/settings/users', shows: 'Primary Super Admin' },
    { name: 'user-edit', path: '/settings/users', shows: 'Dana', first: editDana },
    { name: 'providers', path: '/settings/providers', shows: 'MeshCentral' },
    { name: 'status-catalogue', path: '/status-catalogue', shows: 'RA-NET-01' },
    { name: 'system', path: '/system', shows: 'Reconciler' },
    {
      name: 'launching-refused',
      path: `/launching/${device.id}`,
      shows: 'cannot be opened',
      refusedAt: '/launch',
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

async function editDana(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Edit Dana/ }).click();
  await page.getByRole('dialog').getByLabel('Allow Remote Control Access').waitFor();
}
