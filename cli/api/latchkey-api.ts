import { setTimeout as sleep } from 'node:timers/promises';
import { Undecided } from '../exit-codes.js';

const PATIENCE_MS = 120_000;
/** How often is waited when the server says that it is asked too much. */
const MOST_WAITS = 5;
const LONGEST_WAIT_SECONDS = 120;

/** The API of one server, in the name of one key. */
export class LatchkeyApi {
  private readonly origin: URL;

  /** Throws for an address to which a key must not be sent. */
  constructor(
    url: string,
    private readonly key: string,
  ) {
    if (!URL.canParse(url)) throw new Undecided(`${url} is no address.`);
    this.origin = new URL(url);
    const { protocol, hostname } = this.origin;
    const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    if (protocol !== 'https:' && !(protocol === 'http:' && isOwn)) throw new Undecided('A key is only sent by https, or to this computer.');
  }

  async get<T>(path: string): Promise<T> {
    return (await this.ask(path)).json() as Promise<T>;
  }

  async post<T>(path: string, body: object): Promise<T> {
    return (await this.asked(path, body)).json() as Promise<T>;
  }

  /** What is exported, as it is. */
  async file(path: string, body: object): Promise<string> {
    return (await this.asked(path, body)).text();
  }

  private asked(path: string, body: object): Promise<Response> {
    return this.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }

  private async ask(path: string, { headers, ...request }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Response> {
    for (let waits = 0; ; waits++) {
      const response = await this.once(path, { ...request, headers: { ...headers, authorization: `Bearer ${this.key}` } });
      if (response.ok) return response;
      if (response.status !== 429 || waits === MOST_WAITS) throw new Undecided(await refusalOf(response));
      await response.body?.cancel();
      await sleep(Math.min(LONGEST_WAIT_SECONDS, Number(response.headers.get('retry-after')) || 1) * 1000);
    }
  }

  private async once(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(`/api/v1${path}`, this.origin), { ...request, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      const { message, cause } = error as Error;
      throw new Undecided(`${this.origin.host} cannot be reached: ${cause instanceof Error ? cause.message : message}`);
    }
  }
}

/** In the words of the server where it has any. */
async function refusalOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as { code?: string; detail?: string } | null;
  return problem?.code ? `${problem.code}: ${problem.detail ?? ''}` : `The server answered ${response.status}.`;
}
