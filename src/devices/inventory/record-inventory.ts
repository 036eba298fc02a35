import type { InventoryFrame } from '../../../contracts/agent-protocol.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** What one device says of itself. */
export interface ReportedInventory {
  readonly deviceId: string;
  readonly inventory: InventoryFrame;
}

/** Stores the newest inventory of each of these devices in one statement; one device must not be named twice. */
export async function recordInventories(tx: Tx, reported: readonly ReportedInventory[]): Promise<void> {
  const rows = [...reported]
    .sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1))
    .map(({ deviceId, inventory }) => ({ ...inventory, deviceId }));
  await tx.query(
    `UPDATE device d
        SET hostname = i.hostname, os = i.os, os_version = i."osVersion", arch = i.arch, package_format = i."packageFormat", agent_version = i."agentVersion",
            device_type = coalesce(i."deviceType", d.device_type), last_user = i."lastUser",
            interactive_sessions = i."interactiveSessions", can_prompt = i."canPrompt", has_display = i."hasDisplay",
            inventory_hash = i.hash, inventory_at = now(), updated_at = now()
       FROM jsonb_to_recordset($1::jsonb) AS i (
         "deviceId" uuid, hostname text, os text, "osVersion" text, arch text, "packageFormat" text, "agentVersion" text, "deviceType" text, "lastUser" text,
         "interactiveSessions" integer, "canPrompt" boolean, "hasDisplay" boolean, hash text)
      WHERE d.id = i."deviceId"`,
    [JSON.stringify(rows)],
  );
}
