import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

/** An answer to a request whose address was sent exactly as written. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** fetch tidies addresses up; an attacker would not. One pool of connections for a whole test. */
export class RawHttp {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 24 });
  private readonly where: URL;

  constructor(serverUrl: string) {
    this.where = new URL(serverUrl);
  }

  send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<RawAnswer> {
    const { hostname, port } = this.where;
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.agent, hostname, port, method, path, headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.setTimeout(20_000, () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Bytes that need not be HTTP at all; what comes back until the server hangs up. */
  bytes(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(Number(this.where.port), this.where.hostname, () => socket.write(text));
      socket.setTimeout(20_000, () => socket.destroy(new Error('the server neither answers nor hangs up')));
      socket.on('data', (part) => (heard += part.toString('latin1')));
      socket.on('close', () => resolve(heard));
      socket.on('error', (error) => (heard ? resolve(heard) : reject(error)));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Does it to each, so many at a time. */
export async function forEach<T>(items: readonly T[], atATime: number, act: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await act(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
