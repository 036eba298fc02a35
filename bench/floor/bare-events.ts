import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';

/** The floor of "report → event at the browser": a committed row with NOTIFY, a listener, a line on an open response. */
export class BareEvents {
  private constructor(
    readonly url: string,
    private readonly writer: Client,
    private readonly listener: Client,
    private readonly stopServer: () => void,
  ) {}

  static async start(databaseUrl: string): Promise<BareEvents> {
    const [writer, listener] = [new Client({ connectionString: databaseUrl }), new Client({ connectionString: databaseUrl })];
    await Promise.all([writer.connect(), listener.connect()]);
    await writer.query('CREATE TABLE bare_event (id serial PRIMARY KEY, what text NOT NULL)');
    const open = new Set<ServerResponse>();
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      open.add(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    listener.on('notification', ({ payload }) => open.forEach((response) => response.write(`data: ${payload}\n\n`)));
    await listener.query('LISTEN bare_event');
    return new BareEvents(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, writer, listener, () => {
      server.close();
      server.closeAllConnections();
    });
  }

  async write(what: string): Promise<void> {
    await this.writer.query(`WITH written AS (INSERT INTO bare_event (what) VALUES ($1) RETURNING what) SELECT pg_notify('bare_event', what) FROM written`, [what]);
  }

  async stop(): Promise<void> {
    await this.writer.end();
    await this.listener.end();
    this.stopServer();
  }
}
