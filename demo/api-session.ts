const PATIENCE_MS = 20_000;

/** The server answered, but not with what was asked for. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Answer<T> {
  readonly body: T;
  readonly etag: string | null;
}

/** Speaks to the server as the console does: with a session cookie. Throws `ApiRefusal` for every refusal. */
export class ApiSession {
  private cookie: string | undefined;

  constructor(private readonly serverUrl: string) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send<T>('GET', path)).body;
  }

  /** An answer that goes on, such as the stream of events; not read yet. */
  async stream(path: string): Promise<Response> {
    const response = await fetch(new URL(`/api/v1${path}`, this.serverUrl), { headers: this.cookie ? { cookie: this.cookie } : {} });
    if (!response.ok) throw new ApiRefusal(response.status, 'unknown', `GET ${path} was refused`);
    return response;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return (await this.send<T>('POST', path, body)).body;
  }

  /** Posts to one of the server's own pages beside the API, and returns the page. */
  async postForPage(path: string): Promise<string> {
    const response = await fetch(new URL(path, this.serverUrl), { method: 'POST', headers: { accept: 'text/html', ...(this.cookie && { cookie: this.cookie }) } });
    const page = await response.text();
    if (!response.ok) throw new ApiRefusal(response.status, 'unknown', `POST of a page was answered ${response.status}`);
    return page;
  }

  async send<T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    const response = await fetch(new URL(`/api/v1${path}`, this.serverUrl), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'x-requested-with': 'latchkey',
        ...(this.cookie && { cookie: this.cookie }),
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const [given] = response.headers.getSetCookie();
    if (given) this.cookie = given.split(';')[0];
    const text = await response.text();
    if (!response.ok) throw refusal(`${method} ${path}`, response.status, text);
    return { body: (text ? JSON.parse(text) : undefined) as T, etag: response.headers.get('etag') };
  }
}

/** The body of a refusal may repeat what was sent, a password among it, so only code and detail are quoted. */
function refusal(request: string, status: number, text: string): ApiRefusal {
  let problem: { code?: string; detail?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not ours: something between us and the server answered.
  }
  const { code = 'no code', detail = 'no reason given' } = problem;
  return new ApiRefusal(status, code, `${request} was answered ${status} (${code}): ${detail}`);
}
