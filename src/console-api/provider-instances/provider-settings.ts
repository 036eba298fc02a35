import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { isUuid } from '../../platform/ids.js';
import { connectionOf, providerKind } from '../../remote-access/index.js';
import type { ChangeProviderSettingsBody } from './provider-settings.body.js';
import { readInstanceWide } from './read-instance-wide.js';
import type { ProviderSettingsView } from './provider-settings.view.js';

export async function readProviderSettings(tx: Tx, id: string): Promise<ProviderSettingsView> {
  const [row]: (Omit<ProviderSettingsView, 'fixed' | 'instanceWide'> & { kind: string; embedded: boolean })[] = isUuid(id)
    ? await tx.query(
        `SELECT id, name, kind, embedded, connection, paused_reason AS "pausedReason", longest_launch_minutes AS "longestLaunchMinutes",
                region, capacity, takes_sites AS "takesSites", version,
                ARRAY(SELECT name FROM provider_secret WHERE provider_instance_id = i.id ORDER BY name) AS "storedSecrets", hint_hash IS NOT NULL AS "hasHintAddress"
           FROM provider_instance i WHERE id = $1`,
        [id],
      )
    : [];
  if (!row) throw notFound('provider instance');
  const { kind: kindName, embedded, connection, ...settings } = row;
  const kind = providerKind(kindName);
  return {
    ...settings,
    connection: kind && !embedded ? connectionOf(kind, connection) : {},
    instanceWide: await readInstanceWide(tx, { id, kind: kindName, url: connection['url'] ?? null }),
    fixed: embedded ? [...(kind?.fixedSettings ?? [])] : [],
  };
}

/** What may be changed of any instance, also of the one whose connection is the launcher's. */
@Injectable()
export class ChangeProviderSettings {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeProviderSettingsBody, expected: ExpectedVersion): Promise<ProviderSettingsView> {
    return translatingConstraints({ provider_instance_name_is_unique: () => nameTaken('provider instance', body.name ?? '') }, () =>
      this.unit.run(async (tx) => {
        const before = await readProviderSettings(tx, id);
        refuseStale(expected, before.version);
        const { name, pausedReason, longestLaunchMinutes, region, capacity, takesSites } = { ...audited(before), ...given(body) };
        const stored: unknown[] = await tx.query(
          `WITH stored AS (
             UPDATE provider_instance SET name = $3, paused_reason = $4, longest_launch_minutes = $5, region = $6, capacity = $7, takes_sites = $8, version = version + 1, updated_at = now()
              WHERE id = $1 AND version = $2 RETURNING id)
           SELECT id FROM stored`,
          [id, before.version, name, pausedReason, longestLaunchMinutes, region, capacity, takesSites],
        );
        if (stored.length === 0) throw staleVersion();
        const after = await readProviderSettings(tx, id);
        await recordAudit(tx, actorOf(operator), {
          action: 'provider-instance.change', subject: { kind: 'provider-instance', id, name }, changes: changesBetween(audited(before), audited(after)),
        });
        return after;
      }),
    );
  }
}

const audited = ({ name, pausedReason, longestLaunchMinutes, region, capacity, takesSites }: ProviderSettingsView) => ({ name, pausedReason, longestLaunchMinutes, region, capacity, takesSites });

function given(body: ChangeProviderSettingsBody): Partial<ChangeProviderSettingsBody & { name: string; takesSites: boolean }> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
