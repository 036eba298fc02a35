import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { isLoopbackHost } from '../../platform/config/hosts.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { askProviderUnder, type ProviderRules, refuseProviderUrl } from './ask-provider.js';
import type { PublishedKey } from './logout-token.js';
import type { IdentityProvider } from './identity-provider.js';

/** What is sent with somebody to the provider and expected back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back, as the provider signed it. */
export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly refreshToken: string | null;
  /** The provider's name for this sign-in, by which it may tell of its end. */
  readonly sid: string | null;
}

const WAIT_SECONDS = 10;
const KEPT_MS = 10 * 60_000;
const KEYS_AGAIN_AFTER_MS = 30_000;
const MOST_KEYS = 50;

/** Whether the provider says that somebody may no longer sign in, as opposed to not answering. */
export function isRefusal(error: unknown): boolean {
  return error instanceof oidc.ResponseBodyError && error.status < 500;
}

/** Latchkey as an OpenID Connect client: authorisation code with PKCE, state and nonce; everything the provider says is verified. */
@Injectable()
export class RelyingParty {
  private readonly redirectUri: string;
  private readonly rules: ProviderRules;
  private readonly ask: ReturnType<typeof askProviderUnder>;
  private keptKeys: { readonly of: oidc.Configuration; readonly readAt: number; readonly keys: readonly PublishedKey[] } | undefined;
  private kept: { readonly of: string; readonly until: number; readonly configuration: oidc.Configuration } | undefined;

  constructor(
    @Inject(WEB_CONFIG) { publicUrl, signOnAllow }: WebConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.redirectUri = `${publicUrl}/api/v1/auth/oidc/callback`;
    this.rules = { allowedHosts: signOnAllow, onLoopback: isLoopbackHost(new URL(publicUrl).hostname) };
    this.ask = askProviderUnder(this.rules);
  }

  /** Why an issuer is not asked; null when it may be tried. */
  refuseIssuer(issuer: string): string | null {
    return refuseProviderUrl(issuer, this.rules);
  }

  newJourney(): Journey {
    return { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  }

  async addressFor(provider: IdentityProvider, journey: Journey): Promise<URL> {
    return oidc.buildAuthorizationUrl(await this.configurationOf(provider), {
      redirect_uri: this.redirectUri,
      scope: 'openid email profile offline_access',
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
      // Without it providers give no refresh token, and nothing would tell when somebody is disabled there.
      prompt: 'consent',
    });
  }

  /** Who came back with this query; throws when anything about it is not as it has to be. */
  async arrival(provider: IdentityProvider, journey: Journey, query: string): Promise<ProvenIdentity> {
    const tokens = await oidc.authorizationCodeGrant(await this.configurationOf(provider), new URL(`${this.redirectUri}?${query}`), {
      pkceCodeVerifier: journey.verifier,
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      idTokenExpected: true,
    });
    return provenBy(tokens);
  }

  /** Asks whether somebody is still who he was; throws a refusal when the provider says no. */
  async renewed(provider: IdentityProvider, refreshToken: string): Promise<{ readonly refreshToken: string; readonly claims: Readonly<Record<string, unknown>> | null }> {
    const tokens = await oidc.refreshTokenGrant(await this.configurationOf(provider), refreshToken);
    return { refreshToken: tokens.refresh_token ?? refreshToken, claims: tokens.claims() ?? null };
  }

  /**
   * The keys with which the provider signs; read once more when it names one that is not known yet, but not for everybody who
   * thinks up a name.
   */
  async signingKeys(provider: IdentityProvider, kid: string | undefined): Promise<readonly PublishedKey[]> {
    const configuration = await this.configurationOf(provider);
    const now = this.clock.now().getTime();
    const known = this.keptKeys?.of === configuration ? this.keptKeys : undefined;
    const isKnown = known !== undefined && (kid === undefined || known.keys.some((key) => key.kid === kid));
    if (known && (isKnown || now < known.readAt + KEYS_AGAIN_AFTER_MS)) return known.keys;
    const { jwks_uri: address } = configuration.serverMetadata();
    if (address === undefined) return [];
    const { keys } = (await (await this.ask(address, { method: 'GET' })).json()) as { keys?: unknown };
    this.keptKeys = { of: configuration, readAt: now, keys: Array.isArray(keys) ? (keys.slice(0, MOST_KEYS) as PublishedKey[]) : [] };
    return this.keptKeys.keys;
  }

  /** Reads what the provider publishes about itself; throws when there is no such provider. */
  async discover({ issuer, clientId, clientSecret }: Pick<IdentityProvider, 'issuer' | 'clientId' | 'clientSecret'>): Promise<oidc.Configuration> {
    const isPlain = new URL(issuer).protocol === 'http:';
    return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: WAIT_SECONDS,
      [oidc.customFetch]: this.ask,
      // Signatures are checked although the token came straight from the provider: a broken channel must not be enough.
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    });
  }

  async configurationOf(provider: IdentityProvider): Promise<oidc.Configuration> {
    const of = `${provider.version} ${provider.issuer} ${provider.clientId}`;
    if (this.kept?.of === of && this.kept.until > this.clock.now().getTime()) return this.kept.configuration;
    const configuration = await this.discover(provider);
    this.kept = { of, until: this.clock.now().getTime() + KEPT_MS, configuration };
    return configuration;
  }
}

function provenBy(tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): ProvenIdentity {
  const claims = tokens.claims();
  if (!claims || claims.sub === '' || claims.sub.length > 255) throw new TypeError('The provider has not said who it is.');
  return { issuer: claims.iss, subject: claims.sub, claims, refreshToken: tokens.refresh_token ?? null, sid: typeof claims['sid'] === 'string' ? claims['sid'].slice(0, 255) : null };
}
