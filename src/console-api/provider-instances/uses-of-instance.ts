import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Usage } from '../../platform/errors/domain-error.js';

/** The sites that are placed on an instance, and the devices with a deployment there; of a removed one the proof is kept for good. */
export function usesOfInstance(tx: Tx, id: string): Promise<Usage[]> {
  return tx.query(
    `(SELECT 'site' AS kind, id, name FROM site WHERE provider_instance_id = $1 ORDER BY name, id LIMIT 50)
     UNION ALL
     (SELECT CASE WHEN p.removed_at IS NULL THEN 'device' ELSE 'proof of removal from' END, d.id, d.name
        FROM deployment p JOIN device d ON d.id = p.device_id WHERE p.provider_instance_id = $1 ORDER BY p.removed_at IS NOT NULL, d.name, d.id LIMIT 50)`,
    [id],
  );
}
