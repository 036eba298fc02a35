/* What the API is about to describe; entries leave this file as contracts/openapi.json gains them. */
interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
  totalIsCapped: boolean;
}
type Json<T> = { content: { 'application/json': T } };
type Op<R, O extends { query?: unknown; path?: unknown; body?: unknown } = {}> = {
  parameters: {
    query?: O extends { query: infer Q } ? Q : never;
    header?: { 'if-match'?: string };
    path: O extends { path: infer P } ? P : never;
    cookie?: never;
  };
  requestBody?: O extends { body: infer B } ? Json<B> : never;
  responses: { 200: Json<R> };
};
type OpNP<R, O extends { query?: unknown; body?: unknown } = {}> = {
  parameters: {
    query?: O extends { query: infer Q } ? Q : never;
    header?: { 'if-match'?: string };
    path?: never;
    cookie?: never;
  };
  requestBody?: O extends { body: infer B } ? Json<B> : never;
  responses: { 200: Json<R> };
};
type Id = { id: string };
type ListQuery = { limit?: number; cursor?: string; sort?: string; q?: string };

export interface components {
  schemas: {
    Me: {
      id: string;
      email: string;
      name: string;
      role: Role;
      rights: Right[];
      allowRemoteControl: boolean;
      scope: Scope;
      installation: { name: string; defaultTimeZone: string };
    };
    User: {
      id: string;
      email: string;
      name: string;
      role: Role;
      allowRemoteControl: boolean;
      scope: Scope;
      disabled: boolean;
      hasPassword: boolean;
      lastSignInAt: string | null;
      version: number;
      createdAt: string;
    };
    Client: { id: string; name: string; siteCount: number; deviceCount: number; version: number };
    Site: {
      id: string;
      clientId: string;
      clientName: string;
      name: string;
      timeZone: string;
      region: string | null;
      placement: null | { providerInstanceId: string; providerInstanceName: string; reason: string; chosen: boolean };
      enabled: boolean;
      packageCount: number;
      deviceCount: number;
      readyCount: number;
      failedCount: number;
      createdAt: string;
      updatedAt: string;
      version: number;
    };
    Device: Device;
    DeviceDetail: Device & {
      hostname: string;
      displayName: string | null;
      enrolledAt: string;
      interactiveSessions: number;
      canPrompt: boolean;
      hasDisplay: boolean;
      inventoryAt: string | null;
      quarantined: boolean;
      incarnation: number;
      generation: string | null;
      remoteId: string | null;
      version: number;
      conditions: Condition[];
    };
    TimelineEvent: {
      id: string;
      at: string;
      kind: 'phase' | 'change';
      actor: string;
      cause: string;
      fromPhase: string | null;
      phase: string | null;
      label: string | null;
      errorCode: string | null;
      errorTitle: string | null;
      generation: string | null;
      changes: Record<string, unknown> | null;
    };
    EffectivePolicy: {
      targeted: boolean;
      providerInstanceId: string | null;
      settings: Record<string, EffectiveSetting>;
      conflicts: { code: string; key: string; candidates: unknown[] }[];
    };
    Policy: {
      id: string;
      category: string;
      type: string;
      name: string;
      clientId: string | null;
      description: string;
      enabled: boolean;
      settings: Record<string, string | number | boolean>;
      version: number;
      updatedAt: string;
      packageCount: number;
      siteCount: number;
    };
    PolicyVersion: {
      version: number;
      name: string;
      description: string;
      enabled: boolean;
      settings: Record<string, string | number | boolean>;
      authorName: string;
      at: string;
    };
    PolicyType: { category: string; type: string; title: string; settings: SettingDefinition[] };
    Package: {
      id: string;
      name: string;
      clientId: string | null;
      description: string;
      entries: { policyId: string; policyName: string }[];
      siteCount: number;
      deviceCount: number;
      version: number;
      updatedAt: string;
    };
    Assignment: {
      id: string;
      packageId: string;
      packageName: string;
      siteId: string;
      siteName: string;
      clientName: string;
      priority: number;
    };
    EnrolmentToken: Token;
    CreatedToken: Token & { token: string };
    InstallCommand: {
      siteId: string;
      siteName: string;
      os: 'linux' | 'windows' | 'macos';
      command: string;
      tokenPlaceholder: string;
      builds: { platform: string; file: string; sha256: string; size: number }[];
    };
    Launch: {
      id: string;
      deviceId: string;
      deviceName: string;
      siteName: string;
      clientName: string;
      operatorId: string;
      operatorName: string;
      mode: Mode;
      reason: string | null;
      state: string;
      requestedAt: string;
      openedAt: string | null;
      endedAt: string | null;
      endReason: string | null;
      refusalCode: string | null;
    };
    AuditEntry: {
      id: string;
      at: string;
      actorKind: string;
      actorName: string;
      action: string;
      subjectKind: string;
      subjectId: string | null;
      subjectName: string;
      changes: Record<string, unknown>;
      requestId: string | null;
    };
    ProviderInstance: {
      id: string;
      kind: string;
      name: string;
      region: string | null;
      embedded: boolean;
      health: string;
      healthCode: string | null;
      healthDetail: string | null;
      healthSince: string;
      checkedAt: string | null;
      engineVersion: string | null;
      belowFloor: boolean;
      siteCount: number;
      deviceCount: number;
    };
    Catalogue: {
      phases: { code: string; label: string; meaning: string; terminal: string; leavesBy: string }[];
      errors: CatalogueEntry[];
    };
    Summary: {
      total: number;
      byPhase: { phase: string; label: string; count: number }[];
      byCause: { errorCode: string; errorTitle: string; count: number }[];
    };
    System: Record<string, unknown>;
  };
}
type Role =
  'primary-super-admin' | 'super-admin' | 'manager' | 'technician' | 'client-site-manager' | 'office-staff' | 'auditor';
type Scope = { all: boolean; clientIds: string[]; siteIds: string[] };
type Mode = 'desktop' | 'terminal' | 'files';
type Condition = { type: string; status: 'true' | 'false' | 'unknown'; reason: string; message: string; since: string };
type Device = {
  id: string;
  name: string;
  clientId: string;
  clientName: string;
  siteId: string;
  siteName: string;
  os: 'linux' | 'windows' | 'macos';
  osVersion: string;
  arch: string;
  agentVersion: string;
  lastUser: string | null;
  lastSeenAt: string | null;
  online: boolean;
  tags: string[];
  deployment: null | {
    id: string;
    providerInstanceId: string;
    phase: string;
    label: string;
    errorCode: string | null;
    errorTitle: string | null;
    attempt: number;
    nextAttemptAt: string | null;
    since: string;
    etaSeconds: number | null;
    evidenceAgeSeconds: number | null;
    pinned: boolean;
    modes: Record<Mode, { usable: boolean; code?: string }>;
  };
  launchability: {
    allowed: boolean;
    code: string | null;
    title: string;
    detail: string;
    whoCanFix: string | null;
    fixUrl: string | null;
  };
};
type EffectiveSetting = {
  value: string | number | boolean;
  source: 'default' | 'policy' | 'override' | 'lock';
  policyId?: string;
  policyName?: string;
  packageId?: string;
  packageName?: string;
  mergedStricter?: boolean;
  shadowed: unknown[];
};
type SettingDefinition = {
  key: string;
  group: string;
  title: string;
  help: string;
  type:
    | { kind: 'boolean' }
    | { kind: 'choice'; choices: string[] }
    | { kind: 'integer'; minimum: number; maximum: number; unit: string }
    | { kind: 'text'; maxLength: number };
  default: string | number | boolean;
  merge: string;
};
type CatalogueEntry = {
  code: string;
  family: string;
  title: string;
  cause: string;
  remedy: string;
  retry: string;
  retryNote?: string;
  who: string[];
  related?: string[];
};
type S = components['schemas'];
type Settings = Record<string, string | number | boolean>;
export interface paths {
  '/api/v1/devices': {
    get: OpNP<
      Page<Device>,
      {
        query: ListQuery & {
          clientId?: string;
          siteId?: string;
          phase?: string;
          errorCode?: string;
          os?: string;
          online?: boolean;
          tag?: string;
          packageId?: string;
          policyId?: string;
        };
      }
    >;
  };
  '/api/v1/devices/{id}': {
    get: Op<S['DeviceDetail'], { path: Id }>;
    patch: Op<S['DeviceDetail'], { path: Id; body: { siteId?: string; tags?: string[]; displayName?: string | null } }>;
    delete: Op<void, { path: Id }>;
  };
  '/api/v1/devices/{id}/effective-policy': { get: Op<S['EffectivePolicy'], { path: Id }> };
  '/api/v1/devices/{id}/timeline': { get: Op<Page<S['TimelineEvent']>, { path: Id }> };
  '/api/v1/devices/{id}/retry': { post: Op<S['DeviceDetail'], { path: Id }> };
  '/api/v1/devices/{id}/launch': {
    post: Op<
      { launchId: string; ticket: string; redeemUrl: string; expiresAt: string },
      { path: Id; body: { mode: Mode; reason?: string } }
    >;
  };
  '/api/v1/deployments/summary': { get: OpNP<S['Summary']> };
  '/api/v1/status-catalogue': { get: OpNP<S['Catalogue']> };
  '/api/v1/provider-instances': { get: OpNP<Page<S['ProviderInstance']>, { query: ListQuery }> };
  '/api/v1/provider-instances/{id}/test': { post: Op<S['ProviderInstance'], { path: Id }> };
  '/api/v1/launches': { get: OpNP<Page<S['Launch']>, { query: ListQuery & { deviceId?: string; live?: boolean } }> };
  '/api/v1/launches/{id}/revoke': { post: Op<S['Launch'], { path: Id }> };
  '/api/v1/audit': {
    get: OpNP<Page<S['AuditEntry']>, { query: ListQuery & { action?: string; subjectKind?: string } }>;
  };
  '/api/v1/system': { get: OpNP<S['System']> };
}
type Right =
  | 'ownership.transfer'
  | 'users.manage'
  | 'security.manage'
  | 'providers.read'
  | 'providers.manage'
  | 'provider-administration.launch'
  | 'policies.read'
  | 'policies.change'
  | 'sites.read'
  | 'sites.change'
  | 'devices.read'
  | 'devices.change'
  | 'devices.repair'
  | 'devices.launch'
  | 'support-sessions.host'
  | 'audit.read'
  | 'audit.read-own-actions'
  | 'access-report.read';
type Token = {
  id: string;
  siteId: string;
  siteName: string;
  clientId: string;
  clientName: string;
  expiresAt: string;
  maxUses: number | null;
  uses: number;
  state: 'valid' | 'expired' | 'used-up' | 'revoked';
  createdAt: string;
};
