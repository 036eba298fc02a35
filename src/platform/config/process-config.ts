import type { VersionFloors } from './version-floors.js';

/** What the launcher tells `web`, by environment; nothing here opens a provider or signs an order. */
export interface WebConfig {
  /** As `latchkey_web`. */
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** Origin that browsers use for the console and agents for the gateway, e.g. `http://localhost:8080`. */
  readonly publicUrl: string;
  /** Address of the one proxy whose forwarding headers are believed, if any. */
  readonly trustedProxy: string | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Where the built console lies. */
  readonly consoleDir: string;
  /** Where the built endpoint agents lie (`latchkey-agent-linux-x64`, `manifest.json`). */
  readonly agentDir: string;
  /** Whether web and core run under different accounts of the operating system. */
  readonly separation: 'full' | 'reduced';
  /** 32 bytes, base64url: seals what web alone has to read of accounts, such as the secrets of one-time codes. */
  readonly accountsKey: string;
  /** Keys before it, which still open what they sealed. */
  readonly olderAccountsKeys: readonly string[];
  /** Hosts inside to which webhooks may go. */
  readonly webhookAllow: readonly string[];
  /** Which regions are nearest to which networks, a line each; null where nobody has said. */
  readonly networksFile: string | null;
  /** Hosts inside at which an identity provider may be. */
  readonly signOnAllow: readonly string[];
  /** Where the built guest clients lie (`manifest.json` and its files). */
  readonly guestDir: string;
  /** Address of the private listener on which the other web processes hand over the screens of guests. */
  readonly relayHost: string;
  /** The server that lets browsers reach each other through networks that do not; null where there is none. */
  readonly turn: TurnConfig | null;
  /** Where metrics are told on loopback; 0 for any free port, null for nowhere. */
  readonly metricsPort: number | null;
  readonly engine: WebEngineConfig | null;
}

/** A TURN server with time-limited credentials (coturn: `use-auth-secret`). */
export interface TurnConfig {
  /** `turn:…` and `turns:…`. */
  readonly urls: readonly string[];
  readonly secret: string;
}

/** The two listeners in front of the embedded engine. */
export interface WebEngineConfig {
  /** Where the engine listens, loopback only. */
  readonly port: number;
  readonly pageHost: string;
  readonly pagePort: number;
  /** Origin of the engine page for browsers. */
  readonly pageUrl: string;
  readonly agentHost: string;
  readonly agentPort: number;
  readonly agentCertFile: string;
  readonly agentKeyFile: string;
}

/** What the launcher tells `core`, by environment. */
export interface CoreConfig {
  /** As `latchkey_core`. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** 32 bytes; seals signing keys and provider credentials in the database. */
  readonly sealingKey: Buffer;
  /** Keys before it, which still open what they sealed. */
  readonly olderSealingKeys: readonly Buffer[];
  /** Origin of the gateway, for the addresses handed to agents. */
  readonly publicUrl: string;
  /** `file:///…` or `https://…`: where signed checkpoints of the audit log are copied to. */
  readonly auditSink: string | null;
  /** Hosts inside to which webhooks may go. */
  readonly webhookAllow: readonly string[];
  /** Where metrics are told on loopback; 0 for any free port, null for nowhere. */
  readonly metricsPort: number | null;
  /** Raises the floors that this build knows. */
  readonly floors: VersionFloors;
  readonly engine: CoreEngineConfig | null;
}

/** The embedded engine as core connects to it; only core holds its credential. */
export interface CoreEngineConfig {
  /** The registry's name of the product. */
  readonly kind: string;
  /** What its instance is called until somebody names it. */
  readonly name: string;
  /** What the product's adapter needs to connect, credential included; never stored, made anew at every start of the engine. */
  readonly connection: Readonly<Record<string, string>>;
  /** When this engine came up, RFC 3339. */
  readonly startedAt?: string;
  /** Whether every engine listener and the public URL are loopback (R41). */
  readonly loopbackOnly: boolean;
}
