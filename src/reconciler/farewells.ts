/**
 * The devices `d` that leave the installation, are connected, and have nothing left but their endpoint agent: every removal is proven,
 * on the device and at the provider. One that refused, because something came up on it after all, is asked again an hour later.
 */
export const FAREWELLS_DUE = `
  FROM device d JOIN device_presence l ON l.device_id = d.id AND l.online
 WHERE d.retired_at IS NOT NULL AND d.agent_removed_at IS NULL AND d.revoked_at IS NULL AND NOT d.quarantined
   AND NOT EXISTS (SELECT 1 FROM deployment p WHERE p.device_id = d.id AND (p.desired = 'present' OR p.removed_at IS NULL OR p.secret_hash IS NOT NULL))
   AND NOT EXISTS (SELECT 1 FROM instruction i WHERE i.device_id = d.id AND i.kind = 'remove-endpoint-agent'
                      AND CASE WHEN i.reported_at IS NULL THEN i.expires_at ELSE i.reported_at + interval '1 hour' END > now())
   AND NOT EXISTS (SELECT 1 FROM installation WHERE frozen)`;
