import { EVERYTHING, reachesEverything, RIGHTS, rightsOf, type Role, type Scope, siteIsInScope, userById } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { explainLaunchability, loadLaunchTargets } from '../../remote-access/index.js';
import { siteOfDevice } from '../devices/read-devices.js';
import type { AccessPreviewView, DeviceAccessView, UserAccessView } from './user-access.view.js';

/** An account as far as access goes. */
interface Account {
  readonly role: Role;
  readonly allowRemoteControl: boolean;
  readonly scope: Scope;
}

type Counts = Omit<AccessPreviewView, 'rights' | 'everything' | 'mayLaunch'>;

/** What a role, a scope and the flag would come to, counted now. */
export async function previewAccess(tx: Tx, { role, allowRemoteControl, scope: wanted }: Account): Promise<AccessPreviewView> {
  const scope = reachesEverything(role) ? EVERYTHING : wanted;
  const rights = rightsOf(role);
  const where = new Conditions();
  const inScope = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  const [counts]: Counts[] = await tx.query(
    `WITH reached AS (
       SELECT s.id, s.client_id,
              EXISTS (SELECT 1 FROM assignment a JOIN package_entry e USING (package_id) JOIN policy p ON p.id = e.policy_id
                       WHERE a.site_id = s.id AND p.enabled AND p.type = 'remote-access' AND p.settings -> 'enabled' = 'true'::jsonb) AS enabled,
              (SELECT count(*)::int FROM device d WHERE d.site_id = s.id AND d.retired_at IS NULL) AS devices
         FROM site s WHERE ${inScope}
     )
     SELECT count(DISTINCT client_id)::int AS clients, count(*)::int AS sites, coalesce(sum(devices), 0)::int AS devices,
            count(*) FILTER (WHERE enabled)::int AS "launchSites", coalesce(sum(devices) FILTER (WHERE enabled), 0)::int AS "launchDevices" FROM reached`,
    where.values,
  );
  const mayLaunch = rights.has('devices.launch') && allowRemoteControl;
  return { ...counts!, ...(mayLaunch ? {} : { launchSites: 0, launchDevices: 0 }), rights: RIGHTS.filter((right) => rights.has(right)), everything: scope.all, mayLaunch };
}

/** What a user may do and reach; with a device of the caller's own scope, why he can or cannot open it now. */
export async function readUserAccess(tx: Tx, asking: Scope, userId: string, deviceId: string | undefined): Promise<UserAccessView> {
  const user = await userById(tx, userId);
  return { ...(await previewAccess(tx, user)), device: deviceId === undefined ? null : await explainDevice(tx, asking, user, deviceId) };
}

async function explainDevice(tx: Tx, asking: Scope, user: Account & { readonly id: string; readonly disabled: boolean }, deviceId: string): Promise<DeviceAccessView> {
  // Whoever asks has to see the device himself; whether the user may is the question.
  const { siteId, name: deviceName } = await siteOfDevice(tx, asking, deviceId);
  const [site]: { siteName: string; clientName: string }[] = await tx.query(
    'SELECT s.name AS "siteName", c.name AS "clientName" FROM site s JOIN client c ON c.id = s.client_id WHERE s.id = $1',
    [siteId],
  );
  const { facts } = (await loadLaunchTargets(tx, user, [deviceId])).get(deviceId)!;
  const steps = explainLaunchability(facts).map(({ step, blocker }) => ({
    step,
    passed: blocker === null,
    code: blocker?.code ?? null,
    title: blocker?.title ?? null,
    detail: blocker?.detail ?? null,
    whoCanFix: blocker?.whoCanFix ?? null,
    fixUrl: blocker?.fixUrl ?? null,
  }));
  return { deviceId, deviceName, ...site!, allowed: steps.every(({ passed }) => passed), steps };
}
