import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Caught {
  readonly Event: { readonly EventType: string };
  readonly [part: string]: unknown;
}

/** Takes what an automation posts, on loopback. */
export class WebhookCatcher {
  readonly bodies: Caught[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: URL,
  ) {}

  static async start(): Promise<WebhookCatcher> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const catcher = new WebhookCatcher(server, new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`));
    server.on('request', (asked, answer) => {
      let text = '';
      asked.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      asked.once('end', () => {
        catcher.bodies.push(JSON.parse(text) as Caught);
        answer.end();
      });
    });
    return catcher;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
