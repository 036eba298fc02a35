import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { Fleet } from '../simulator/fleet.js';
import { processorSeconds, residentBytes } from './resident-memory.js';

const USAGE = 'idle-memory --server URL --pid PID-OF-WEB --token-file F [--devices 5000] [--state F] [--settle-seconds 90] [--limit-mb 250]';
const CONNECT_WITHIN_MS = 300_000;
const MEGABYTE = 1024 * 1024;

/** Connects simulated agents to a running server and prints what they cost its web process: memory, and processor time while nothing happens. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' }, pid: { type: 'string' }, 'token-file': { type: 'string' }, devices: { type: 'string', default: '5000' },
      state: { type: 'string' }, 'settle-seconds': { type: 'string', default: '90' }, 'limit-mb': { type: 'string', default: '250' },
    },
  });
  const { server, pid: pidText } = values;
  const tokenFile = values['token-file'];
  if (!server || !pidText || !tokenFile) throw new Error(USAGE);
  const pid = Number(pidText);
  const devices = Number(values.devices);
  const floor = await bareBytesPerSocket(Math.min(devices, 5000));
  const settleMs = Number(values['settle-seconds']) * 1000;
  // Both figures are taken from a process that had the time to tidy up.
  await sleep(settleMs);
  const before = residentBytes(pid);
  const fleet = new Fleet({
    devices, server, token: readFileSync(tokenFile, 'utf8').trim(), state: values.state ?? join('data', 'simulator', 'idle-memory.json'),
    spreadSeconds: devices / 500, remote: 'none', seed: 1, faults: 0, first: 0,
  });
  await fleet.start();
  await allConnected(fleet, devices);
  const connected = residentBytes(pid);
  const processorBefore = processorSeconds(pid);
  await sleep(settleMs);
  const settled = residentBytes(pid);
  const processorShare = (processorSeconds(pid) - processorBefore) / (settleMs / 1000);
  const stillConnected = fleet.counts.connected;
  fleet.stop();
  const perDevice = (settled - before) / devices;
  const limit = Number(values['limit-mb']);
  console.log(JSON.stringify({
    devices, stillConnected, limitMegabytes: limit,
    megabytes: { before: megabytes(before), connected: megabytes(connected), settled: megabytes(settled) },
    bytesPerDevice: Math.round(perDevice), bytesPerBareSocket: Math.round(floor), ratio: Number((perDevice / floor).toFixed(2)),
    idleProcessorShare: Number(processorShare.toFixed(4)),
  }));
  process.exit(settled <= limit * MEGABYTE && stillConnected === devices ? 0 : 1);
}

async function allConnected(fleet: Fleet, devices: number): Promise<void> {
  for (const deadline = Date.now() + CONNECT_WITHIN_MS; fleet.counts.connected < devices; await sleep(250)) {
    if (Date.now() > deadline) throw new Error(`only ${fleet.counts.connected} of ${devices} connected: ${JSON.stringify(fleet.counts.endings)}`);
  }
}

/** What one idle socket costs a process that does nothing else. */
async function bareBytesPerSocket(count: number): Promise<number> {
  const server = fork(join(__dirname, 'bare-ws-server'));
  const [port] = (await once(server, 'message')) as [number];
  const sockets: WebSocket[] = [];
  const connect = async (upTo: number): Promise<void> => {
    while (sockets.length < upTo) {
      const batch = Array.from({ length: Math.min(100, upTo - sockets.length) }, () => new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false }));
      await Promise.all(batch.map((socket) => once(socket, 'open')));
      sockets.push(...batch);
    }
  };
  // The first sockets pay for what all share.
  await connect(Math.ceil(count / 10));
  const base = residentBytes(server.pid!);
  const counted = sockets.length;
  await connect(count);
  const bytes = (residentBytes(server.pid!) - base) / (count - counted);
  for (const socket of sockets) socket.terminate();
  server.disconnect();
  return bytes;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / MEGABYTE);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
