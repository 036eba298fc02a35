import canonicalize from 'canonicalize';
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { WebSocket } from 'ws';
import { DeviceKey, isSignedBy, publicKeyFromRaw } from '../../agent/wire/signatures.js';
import { awaiting } from '../awaiting.js';

/** The floor of "commit → order at the agent": two bare processes and as many connected, verifying devices. */
export class BareOrders {
  private arrived: number[] = [];

  private constructor(
    private readonly writer: ChildProcess,
    private readonly relay: ChildProcess,
    private readonly sockets: readonly WebSocket[],
    private readonly ids: readonly string[],
  ) {}

  static async start(url: string, devices: number): Promise<BareOrders> {
    const database = new Client({ connectionString: url });
    await database.connect();
    await database.query('CREATE TABLE bare_order (device_id text PRIMARY KEY, frame text NOT NULL)');
    await database.end();
    const key = DeviceKey.generate();
    const publicKey = publicKeyFromRaw(key.publicKey)!;
    const program = join(__dirname, 'bare-program');
    const relay = fork(program, ['relay', url]);
    const [port] = (await once(relay, 'message')) as [number];
    const writer = fork(program, ['writer', url], { env: { ...process.env, BARE_KEY: key.toPem() } });
    await once(writer, 'message');
    const ids = Array.from({ length: devices }, () => randomUUID());
    const sockets: WebSocket[] = [];
    const floor = new BareOrders(writer, relay, sockets, ids);
    for (let at = 0; at < devices; at += 100) {
      const batch = ids.slice(at, at + 100).map((id) => new WebSocket(`ws://127.0.0.1:${port}/${id}`, { perMessageDeflate: false }));
      await Promise.all(batch.map((socket) => once(socket, 'open')));
      sockets.push(...batch);
      for (const socket of batch) {
        socket.on('message', (data) => {
          const { signature, ...order } = JSON.parse((data as Buffer).toString('utf8')) as { signature: string };
          if (!isSignedBy(publicKey, canonicalize(order)!, signature)) throw new Error('a signature does not hold');
          floor.arrived.push(performance.timeOrigin + performance.now());
        });
      }
    }
    return floor;
  }

  /** Milliseconds from the moment when the writer begins until each device has verified its order. */
  async orderAll(): Promise<number[]> {
    this.arrived = [];
    this.writer.send(this.ids);
    const [began] = (await once(this.writer, 'message')) as [number];
    await awaiting(() => `every bare device has its order (${this.arrived.length})`, () => this.arrived.length >= this.ids.length, 5);
    return this.arrived.map((at) => at - began);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    const ended = [this.writer, this.relay].map((child) => once(child, 'exit'));
    this.writer.disconnect();
    this.relay.disconnect();
    await Promise.all(ended);
  }
}
