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
  readonly engine: WebEngineConfig | null;
}

/** The two listeners in front of the embedded engine. */
export interface WebEngineConfig {
  /** Where MeshCentral listens, loopback only. */
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
  /** Origin of the gateway, for the addresses handed to agents. */
  readonly publicUrl: string;
  readonly engine: CoreEngineConfig | null;
}

/** The embedded engine as core connects to it; only core holds its credential. */
export interface CoreEngineConfig {
  /** The registry's name of the product. */
  readonly kind: string;
  /** What the product's adapter needs to connect, credential included; never stored, made anew at every start of the engine. */
  readonly connection: Readonly<Record<string, string>>;
  /** Whether every engine listener and the public URL are loopback (R41). */
  readonly loopbackOnly: boolean;
}
