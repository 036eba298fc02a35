import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Takes webhooks on this machine, and keeps them. */
export interface WebhookReceiver {
  readonly url: string;
  readonly posted: Posted[];
  /** What it answers from now on. */
  answer: number;
  /** How many deliveries stand and wait for its answer. */
  readonly standing: number;
  /** While it holds them, it answers nobody. */
  hold(): void;
  /** Answers those that stand, and everybody who comes. */
  letGo(): void;
  close(): Promise<void>;
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const posted: Posted[] = [];
  let held: (() => void)[] | null = null;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      posted.push({ headers: request.headers, text, body: JSON.parse(text) });
      const answer = () => void response.writeHead(receiver.answer).end();
      if (held) held.push(answer);
      else answer();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t`,
    posted,
    answer: 204,
    get standing() {
      return held?.length ?? 0;
    },
    hold() {
      held = [];
    },
    letGo() {
      const standing = held ?? [];
      held = null;
      for (const answer of standing) answer();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}
