import { createHmac, createSign, type KeyObject } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newEcKeys, publicJwk } from '../support/ec-keys.js';

type Json = Record<string, unknown>;

/** What one answer of the token endpoint is made from; a test changes what it wants to lie about. */
export interface Answer {
  header: Json;
  claims: Json;
  /** Signs the first two parts of the token. */
  sign: (input: string) => string;
  body: Json;
  status: number;
}

export const encoded = (part: unknown): string => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** An OpenID provider that answers the token request with whatever a test has it say; what it publishes about itself is honest, unless it poses as another. */
export class LyingIdentityProvider {
  readonly keys = newEcKeys();
  readonly others = newEcKeys();
  /** How it fails at an address, instead of answering. */
  readonly failing = new Map<string, (response: ServerResponse) => void>();
  private readonly server: Server;
  issuer = '';
  /** As whom it describes itself; null: as who it is. */
  poses: string | null = null;
  private next: ((honest: Answer) => void) | undefined;

  constructor() {
    this.server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, this.issuer);
      request.resume().on('end', () => {
        const fail = this.failing.get(pathname);
        if (fail) return fail(response);
        const { status, body } = pathname === '/token' ? this.tokens() : { status: 200, body: pathname === '/jwks' ? this.jwks() : this.discovery() };
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** Has the next token answer be an honest one for this nonce, changed by `lie`. */
  says(nonce: string, lie: (answer: Answer) => void): void {
    this.next = (answer) => {
      answer.claims['nonce'] = nonce;
      lie(answer);
    };
  }

  signedBy(key: KeyObject, hash = 'sha256'): (input: string) => string {
    return (input) => createSign(hash).update(input).sign({ key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }

  /** The old trick: the public key as the secret of a symmetric signature. */
  signedByPublicKey(): (input: string) => string {
    return (input) => createHmac('sha256', this.keys.publicKey.export({ type: 'spki', format: 'pem' })).update(input).digest('base64url');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private tokens(): { status: number; body: Json } {
    const now = Math.floor(Date.now() / 1000);
    const answer: Answer = {
      header: { alg: 'ES256', kid: 'one', typ: 'JWT' },
      claims: { iss: this.issuer, aud: 'latchkey', sub: 'tessa', iat: now, exp: now + 300, email: 'tessa@northwind.example', groups: ['help-desk'] },
      sign: this.signedBy(this.keys.privateKey),
      body: { access_token: 'a'.repeat(40), token_type: 'Bearer', expires_in: 300 },
      status: 200,
    };
    this.next?.(answer);
    const input = `${encoded(answer.header)}.${encoded(answer.claims)}`;
    return { status: answer.status, body: { id_token: `${input}.${answer.sign(input)}`, ...answer.body } };
  }

  private jwks(): Json {
    return { keys: [publicJwk(this.keys)] };
  }

  private discovery(): Json {
    return {
      issuer: this.poses ?? this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }
}
