import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit, recordAudits, SYSTEM } from '../../audit/index.js';
import { announceDevices, deviceInScope } from '../../devices/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion, versionNeeded } from '../../platform/http/index.js';
import { configuredSettings } from '../../policies/index.js';
import { settingsOfDevices } from '../settings-of-devices.js';
import { DeviceOverrideEntity } from './device-override.entity.js';
import { endExpiredOverrides } from './end-expired-overrides.js';
import { judgeOverride } from './judge-override.js';
import type { OverrideView } from './override.view.js';
import { overrideOf } from './read-override.js';
import type { ReplaceOverrideBody } from './replace-override.body.js';

type Said = Pick<DeviceOverrideEntity, 'settings' | 'mayLoosen' | 'reason' | 'expiresAt'>;

/** Says what one device gets instead of what its policies say: the first time, or anew. */
@Injectable()
export class ReplaceOverride {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, deviceId: string, body: ReplaceOverrideBody, expected: ExpectedVersion | null): Promise<OverrideView> {
    const settings = configuredSettings(settingsOfDevices(), body.settings);
    if (Object.keys(settings).length === 0) throw invalidField('/settings', 'some', 'must configure something; delete the override to end it');
    return translatingConstraints({ device_override_pkey: staleVersion }, () =>
      this.unit.run(async (tx) => {
        const device = await deviceInScope(tx, operator.scope, deviceId);
        const before = await present(tx, deviceId);
        refuseUnread(before, expected);
        const after: Said = { settings, reason: body.reason, ...(await judgeOverride(tx, operator, deviceId, settings, body.expiresAt)) };
        await store(tx, operator, deviceId, before, after);
        await recordAudit(tx, actorOf(operator), {
          action: before ? 'override.change' : 'override.create',
          subject: { kind: 'override', id: deviceId, name: device.name },
          clientId: device.clientId,
          siteId: device.siteId,
          deviceId,
          changes: changesBetween<Said>(before ? said(before) : {}, after),
        });
        await announceDevices(tx, [deviceId]);
        return overrideOf(tx, deviceId);
      }),
    );
  }
}

/** The row as it holds, kept for this transaction; an expired one is ended on the way. */
async function present(tx: Tx, deviceId: string): Promise<DeviceOverrideEntity | null> {
  await recordAudits(tx, SYSTEM, await endExpiredOverrides(tx, 1, deviceId));
  return tx.findOne(DeviceOverrideEntity, { where: { deviceId }, lock: { mode: 'pessimistic_write' } });
}

function refuseUnread(before: DeviceOverrideEntity | null, expected: ExpectedVersion | null): void {
  if (before && expected === null) throw versionNeeded();
  if (expected !== null) refuseStale(expected, before?.version ?? 0);
}

async function store(tx: Tx, { id, name }: Operator, deviceId: string, before: DeviceOverrideEntity | null, after: Said): Promise<void> {
  const row = { ...after, authorId: id, authorName: name };
  if (before) await tx.update(DeviceOverrideEntity, { deviceId }, { ...row, version: before.version + 1, updatedAt: () => 'now()' });
  else await tx.insert(DeviceOverrideEntity, { ...row, deviceId, version: 1 });
}

function said({ settings, mayLoosen, reason, expiresAt }: DeviceOverrideEntity): Said {
  return { settings, mayLoosen, reason, expiresAt };
}
