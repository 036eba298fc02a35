import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SimulatedAgentFrame, SimulatedEndpointRecord, SimulatedObservation } from '../../contracts/simulated-provider.js';
import { Outage, type OutageKind } from './outage.js';

const LARGEST_BODY = 64 * 1024;
const LARGEST_FRAME = 1024 * 1024;
/** Windows and Linux, as most products; a Mac is "not supported" in a rehearsal. */
const INSTALLER = /^\/installers\/(windows|linux)-(x64|arm64)$/;

/** A provider in memory, on the wire of `contracts/simulated-provider.ts`; on loopback only. */
export class SimulatedProviderServer {
  private readonly groups = new Map<string, string>();
  private readonly endpoints = new Map<string, SimulatedEndpointRecord>();
  private readonly observers = new Set<WebSocket>();
  private outage: Outage | null = null;
  private readonly server = createServer((request, response) => (this.outage ? this.outage.answer(request, response) : void this.answer(request, response)));
  private readonly sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LARGEST_FRAME });

  constructor() {
    this.server.on('upgrade', (request, socket, head) => {
      if (this.outage) return this.outage.upgrade(socket);
      if (request.url !== '/observe' && request.url !== '/agents') return void socket.destroy();
      this.sockets.handleUpgrade(request, socket, head, (client) => (request.url === '/observe' ? this.observe(client) : this.host(client)));
    });
  }

  /** Listens, on a port of its own choice when given 0; answers the address. */
  async start(port: number): Promise<string> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.recover();
    this.hangUp();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** Fails from now on, until it recovers. Only a silent one keeps the connections that it has, and even those are of no use. */
  fail(kind: OutageKind): void {
    this.recover();
    this.outage = new Outage(kind);
    if (kind !== 'silent') this.hangUp();
  }

  /** Is there again, as it was. What happened meanwhile it learns from those who come back. */
  recover(): void {
    if (!this.outage) return;
    this.outage.end();
    this.outage = null;
    this.hangUp();
  }

  private hangUp(): void {
    for (const client of this.sockets.clients) client.terminate();
  }

  /** How many records it holds, and how many of these are connected. */
  get counts(): { readonly endpoints: number; readonly connected: number } {
    return { endpoints: this.endpoints.size, connected: [...this.endpoints.values()].filter((each) => each.connected).length };
  }

  private observe(client: WebSocket): void {
    const readAll = (): void => client.send(JSON.stringify({ type: 'replaced', endpoints: [...this.endpoints.values()], at: now() } satisfies SimulatedObservation));
    this.observers.add(client);
    client.on('message', () => this.outage || readAll()).on('close', () => this.observers.delete(client)).on('error', () => undefined);
    readAll();
  }

  private host(client: WebSocket): void {
    const mine = new Set<string>();
    client.on('message', (data) => {
      if (this.outage) return;
      const frame = JSON.parse((data as Buffer).toString('utf8')) as SimulatedAgentFrame;
      if (frame.type === 'connect') this.connect(frame);
      else this.disconnect(frame.remoteId);
      mine[frame.type === 'connect' ? 'add' : 'delete'](frame.remoteId);
    });
    client.on('close', () => mine.forEach((remoteId) => this.disconnect(remoteId))).on('error', () => undefined);
  }

  private connect({ remoteId, remoteGroupId, name, mark, version }: Extract<SimulatedAgentFrame, { type: 'connect' }>): void {
    const before = this.endpoints.get(remoteId);
    this.change({ remoteId, remoteGroupId: before?.remoteGroupId ?? remoteGroupId, name: before?.name ?? name, connected: true, connectedAt: now(), mark, version });
  }

  private disconnect(remoteId: string): void {
    const before = this.endpoints.get(remoteId);
    if (before?.connected) this.change({ ...before, connected: false, connectedAt: null });
  }

  private change(endpoint: SimulatedEndpointRecord): void {
    this.endpoints.set(endpoint.remoteId, endpoint);
    this.tell({ type: 'changed', endpoint, at: now() });
  }

  private tell(seen: SimulatedObservation): void {
    if (this.outage) return;
    const text = JSON.stringify(seen);
    for (const observer of this.observers) observer.send(text);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = this.act(request.method ?? '', request.url ?? '', await bodyOf(request));
      if (Buffer.isBuffer(body)) response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
      else response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
    } catch {
      response.writeHead(400).end();
    }
  }

  private act(method: string, path: string, asked: Readonly<Record<string, string>>): { readonly status: number; readonly body?: unknown } {
    const [, kind = '', id = ''] = path.split('/').map(decodeURIComponent);
    if (method === 'GET' && kind === 'health') return { status: 200, body: {} };
    if (method === 'GET' && INSTALLER.test(path)) return { status: 200, body: Buffer.from(`The remote agent of a rehearsal: ${path}\n`) };
    if (method === 'PUT' && kind === 'sites') return { status: 200, body: { remoteGroupId: this.groupOf(id) } };
    if (method === 'DELETE' && kind === 'groups') return { status: this.removeGroup(id) };
    if (kind === 'endpoints' && method === 'DELETE') return { status: this.removeEndpoint(id) };
    if (kind === 'endpoints' && method === 'PATCH') return { status: this.changeEndpoint(id, asked) };
    return { status: 404 };
  }

  private groupOf(siteId: string): string {
    const group = this.groups.get(siteId) ?? randomUUID();
    this.groups.set(siteId, group);
    return group;
  }

  private removeGroup(remoteGroupId: string): number {
    if ([...this.endpoints.values()].some((each) => each.remoteGroupId === remoteGroupId)) return 409;
    for (const [site, group] of this.groups) if (group === remoteGroupId) this.groups.delete(site);
    return 204;
  }

  private removeEndpoint(remoteId: string): number {
    if (this.endpoints.delete(remoteId)) this.tell({ type: 'removed', remoteId, at: now() });
    return 204;
  }

  private changeEndpoint(remoteId: string, { name, remoteGroupId }: Readonly<Record<string, string>>): number {
    const before = this.endpoints.get(remoteId);
    if (!before) return 404;
    this.change({ ...before, ...(name === undefined ? {} : { name }), ...(remoteGroupId === undefined ? {} : { remoteGroupId }) });
    return 204;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, string>>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_BODY) throw new Error('too large');
  }
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

function now(): string {
  return new Date().toISOString();
}
