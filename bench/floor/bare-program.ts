import canonicalize from 'canonicalize';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import { DeviceKey } from '../../agent/wire/signatures.js';

/**
 * The least that hands signed orders to devices, as two processes of this one file, like core and web: `writer` signs a frame for each
 * device, inserts all of them and notifies; `relay` listens, reads and sends. No plan, no audit, no check.
 */
const [role, url] = process.argv.slice(2) as ['writer' | 'relay', string];

async function write(client: Client): Promise<void> {
  const key = DeviceKey.fromPem(process.env['BARE_KEY']!);
  let seq = 0;
  process.on('message', (ids: string[]) => {
    const [began, issuedAt] = [performance.timeOrigin + performance.now(), new Date().toISOString()];
    const frames = ids.map((deviceId) => {
      const order = {
        type: 'instruction', id: deviceId, seq: ++seq, deviceId, generation: String(seq), kind: 'apply-settings', issuedAt, notBefore: issuedAt, expiresAt: issuedAt, keyId: '0123456789abcdef',
        params: { provider: 'simulated', settings: { selfHeal: true, autoUpdate: true, trayIcon: false }, settingsHash: '0'.repeat(64) },
      };
      return JSON.stringify({ ...order, signature: key.sign(canonicalize(order)!) });
    });
    void client
      .query('WITH written AS (INSERT INTO bare_order SELECT * FROM unnest($1::text[], $2::text[]) RETURNING device_id) SELECT pg_notify(\'bare\', device_id) FROM written', [ids, frames])
      .then(() => process.send?.(began));
  });
  process.send?.(0);
}

async function relay(client: Client): Promise<void> {
  const sockets = new Map<string, WebSocket>();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (socket, request) => sockets.set(request.url!.slice(1), socket));
  let waiting: string[] = [];
  const send = async (): Promise<void> => {
    const ids = waiting;
    waiting = [];
    const { rows } = await client.query<{ device_id: string; frame: string }>('DELETE FROM bare_order WHERE device_id = ANY($1) RETURNING device_id, frame', [ids]);
    for (const { device_id: id, frame } of rows) sockets.get(id)?.send(frame);
  };
  client.on('notification', ({ payload }) => {
    if (waiting.push(payload!) === 1) setTimeout(() => void send(), 2);
  });
  await client.query('LISTEN bare');
  process.send?.((server.address() as AddressInfo).port);
}

async function main(): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await (role === 'writer' ? write(client) : relay(client));
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  console.error(error);
  process.exit(2);
});
