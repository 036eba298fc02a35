import { BrowserSession, type Answer } from './browser-session.js';

type Body = Readonly<Record<string, unknown>>;

/** Acts on the API as an operator whose wishes are expected to be granted: anything else throws, with what was answered. */
export class ApiClient {
  readonly session: BrowserSession;

  constructor(baseUrl: string) {
    this.session = new BrowserSession(baseUrl);
  }

  static async signedIn(baseUrl: string, { email, password }: { readonly email: string; readonly password: string }): Promise<ApiClient> {
    const client = new ApiClient(baseUrl);
    await client.session.signIn(email, password);
    return client;
  }

  async read(path: string): Promise<Answer['body']> {
    return granted(`GET ${path}`, await this.session.get(path)).body;
  }

  /** Posts; `body.id` of the answer is what was made. */
  async create(path: string, body: Body = {}): Promise<Answer['body']> {
    return granted(`POST ${path}`, await this.session.post(path, body)).body;
  }

  /** Replaces a resource, based on its present version. */
  async replace(path: string, body: Body): Promise<Answer['body']> {
    return granted(`PUT ${path}`, await this.session.put(path, body, await this.ifPresentVersion(path))).body;
  }

  /** Changes fields of a resource, based on its present version. */
  async change(path: string, body: Body): Promise<Answer['body']> {
    return granted(`PATCH ${path}`, await this.session.patch(path, body, await this.ifPresentVersion(path))).body;
  }

  async remove(path: string): Promise<void> {
    granted(`DELETE ${path}`, await this.session.delete(path, { 'if-match': '*' }));
  }

  private async ifPresentVersion(path: string): Promise<{ 'if-match': string }> {
    const present = granted(`GET ${path}`, await this.session.get(path));
    return { 'if-match': present.headers.get('etag') ?? '*' };
  }
}

function granted(wish: string, answer: Answer): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`${wish} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
}
