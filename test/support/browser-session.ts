/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

type Headers_ = Readonly<Record<string, string>>;

/** Speaks to the API as the console does: with its cookie and its header. */
export class BrowserSession {
  private cookie: string | undefined;

  constructor(private readonly baseUrl: string) {}

  get(path: string, headers: Headers_ = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Headers_ = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Headers_ = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body: unknown, headers: Headers_ = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Headers_ = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  async signIn(email: string, password: string): Promise<this> {
    const answer = await this.post('/auth/login', { email, password });
    if (answer.status !== 200)
      throw new Error(`${email} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
    return this;
  }

  get cookieHeader(): string {
    return this.cookie ?? '';
  }

  /** `path` below `/api/v1`, or a whole address below the server's. */
  async raw(path: string, init: RequestInit): Promise<Response> {
    const url = /^\/(api|livez|readyz|assets|launch|join|help\.js)([/?]|$)/.test(path) || path === '/' ? path : `/api/v1${path}`;
    return fetch(this.baseUrl + url, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...init });
  }

  private async send(method: string, path: string, body: unknown, headers: Headers_): Promise<Answer> {
    const response = await this.raw(path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(method === 'GET' ? {} : { 'x-requested-with': 'latchkey' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const given of response.headers.getSetCookie()) this.cookie = given.split(';')[0];
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
  }
}
