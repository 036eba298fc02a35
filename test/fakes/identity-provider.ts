import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { newEcKeys, privateJwk } from '../support/ec-keys.js';

/** Somebody as the identity provider knows him. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly name?: string;
  readonly groups?: readonly string[];
  readonly amr?: readonly string[];
  disabled?: boolean;
}

/** A real OpenID provider on loopback, whose people sign in by being named, and may be disabled at any time. */
export class IdentityProviderUnderTest {
  readonly people = new Map<string, Person>();
  /** While it is silent, every connection is cut. */
  isSilent = false;
  /** Who sits before the browsers that do not say who they are. */
  present: string | null = null;
  readonly clientId = 'latchkey';
  readonly clientSecret = randomBytes(24).toString('base64url');
  private server!: Server;
  issuer!: string;

  async start(redirectUri: string): Promise<this> {
    const { default: Provider } = await import('oidc-provider');
    const { createServer } = await import('node:http');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(this.issuer, {
      jwks: { keys: [privateJwk(newEcKeys()) as never] },
      clients: [{ client_id: this.clientId, client_secret: this.clientSecret, redirect_uris: [redirectUri], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], id_token_signed_response_alg: 'ES256' }],
      claims: { openid: ['sub', 'amr'], email: ['email'], profile: ['name', 'groups'] },
      conformIdTokenClaims: false,
      // Said, since it tells on the console about everything that is not.
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
      clientBasedCORS: () => false,
      cookies: { keys: [randomBytes(16).toString('hex')] },
      features: { devInteractions: { enabled: false }, revocation: { enabled: true, allowedPolicy: () => true }, rpInitiatedLogout: { enabled: false } },
      issueRefreshToken: async () => true,
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/who/${uid}` },
      findAccount: async (_: unknown, sub: string) => {
        const person = this.people.get(sub);
        return person && !person.disabled ? { accountId: sub, claims: async () => ({ ...person, groups: [...(person.groups ?? [])] }) } : undefined;
      },
    } as never);
    const callback = provider.callback();
    server.on('request', (request, response) => {
      if (this.isSilent) return void request.socket.destroy();
      const as = new URL(request.url!, this.issuer).searchParams.get('as') ?? this.present;
      if (request.url!.startsWith('/who/') && as !== null) void this.admit(provider, request, response, as);
      else void callback(request, response);
    });
    this.server = server;
    return this;
  }

  /** Goes the whole way as this person's browser does, from the address Latchkey gave, and answers where Latchkey is called back. */
  async signIn(from: string, sub: string): Promise<string> {
    const cookies = new Map<string, string>();
    let to = from;
    for (let step = 0; step < 12; step++) {
      const url = new URL(to, this.issuer);
      if (url.pathname.startsWith('/who/')) url.searchParams.set('as', sub);
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      for (const given of answer.headers.getSetCookie()) {
        const [name, value = ''] = given.split(';')[0]!.split(/=(.*)/s);
        cookies.set(name!, value);
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`The provider answers ${answer.status}: ${(await answer.text()).slice(0, 400)}`);
      if (!new URL(location, this.issuer).href.startsWith(this.issuer)) return location;
      to = location;
    }
    throw new Error('The provider sends in circles.');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // The provider's own types say less than its documentation.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  private async admit(provider: any, request: object, response: object, sub: string): Promise<void> {
    const { prompt, params, grantId, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: sub, amr: this.people.get(sub)?.amr } }, { mergeWithLastSubmission: false });
      return;
    }
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  }
}
