import type { EventEmitter } from 'node:events';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { AccountsAndAudit1764000000001 } from './migrations/0001-accounts-and-audit.js';
import { SitesAndDevices1764000000002 } from './migrations/0002-sites-and-devices.js';
import { PoliciesAndPackages1764000000003 } from './migrations/0003-policies-and-packages.js';
import { Deployments1764000000004 } from './migrations/0004-deployments.js';
import { RemoteAccess1764000000005 } from './migrations/0005-remote-access.js';
import { PoliciesInDepth1764000000006 } from './migrations/0006-policies-in-depth.js';
import { MembershipsFollowFacts1764000000007 } from './migrations/0007-memberships-follow-facts.js';
import { WhatSetsApartMarksItsSites1764000000008 } from './migrations/0008-what-sets-apart-marks-its-sites.js';
import { Rollouts1764000000009 } from './migrations/0009-rollouts.js';
import { Offboarding1764000000010 } from './migrations/0010-offboarding.js';
import { WhatMovedIt1764000000011 } from './migrations/0011-what-moved-it.js';
import { CorePresence1764000000012 } from './migrations/0012-core-presence.js';
import { WhatPeopleSeeMarksDue1764000000013 } from './migrations/0013-what-people-see-marks-due.js';
import { WindowsThatCanOpen1764000000014 } from './migrations/0014-windows-that-can-open.js';
import { LocksReachEverySite1764000000015 } from './migrations/0015-locks-reach-every-site.js';
import { SitesOfWhatSetsApart1764000000016 } from './migrations/0016-sites-of-what-sets-apart.js';
import { Tallies1764000000017 } from './migrations/0017-tallies.js';
import { Troubles1764000000018 } from './migrations/0018-troubles.js';
import { Causes1764000000019 } from './migrations/0019-causes.js';
import { StrangersAndVersions1764000000020 } from './migrations/0020-strangers-and-versions.js';
import { AttemptsOfADay1764000000021 } from './migrations/0021-attempts-of-a-day.js';
import { StrangersCanBeRemoved1764000000022 } from './migrations/0022-strangers-can-be-removed.js';
import { QuarantineIsAStatus1764000000023 } from './migrations/0023-quarantine-is-a-status.js';
import { TheAuditLogIsSealed1764000000024 } from './migrations/0024-the-audit-log-is-sealed.js';
import { SecondFactorsAndKeys1764000000025 } from './migrations/0025-second-factors-and-keys.js';
import { Notifications1764000000026 } from './migrations/0026-notifications.js';
import { LaunchesByPolicy1764000000027 } from './migrations/0027-launches-by-policy.js';
import { AdministeringProviders1764000000028 } from './migrations/0028-administering-providers.js';
import { ConnectingProviders1764000000029 } from './migrations/0029-connecting-providers.js';
import { MovingBetweenInstances1764000000030 } from './migrations/0030-moving-between-instances.js';
import { PoolsOfInstances1764000000031 } from './migrations/0031-pools-of-instances.js';
import { BoundLaunches1764000000032 } from './migrations/0032-bound-launches.js';
import { InvitationsByMailAndLogouts1764000000033 } from './migrations/0033-invitations-by-mail-and-logouts.js';
import { Farewells1764000000034 } from './migrations/0034-farewells.js';
import { BulkJobs1764000000035 } from './migrations/0035-bulk-jobs.js';
import { SavedViews1764000000036 } from './migrations/0036-saved-views.js';
import { SlowReceiversAndNewDevices1764000000037 } from './migrations/0037-slow-receivers-and-new-devices.js';
import { SupportSessions1764000000038 } from './migrations/0038-support-sessions.js';
import { PackageVersions1764000000039 } from './migrations/0039-package-versions.js';
import { KeysThatChange1764000000040 } from './migrations/0040-keys-that-change.js';
import { SupportSessionsAway1764000000042 } from './migrations/0042-support-sessions-away.js';
import { PackagesOfDevices1764000000043 } from './migrations/0043-packages-of-devices.js';

export const MIGRATIONS = [
  AccountsAndAudit1764000000001,
  SitesAndDevices1764000000002,
  PoliciesAndPackages1764000000003,
  Deployments1764000000004,
  RemoteAccess1764000000005,
  PoliciesInDepth1764000000006,
  MembershipsFollowFacts1764000000007,
  WhatSetsApartMarksItsSites1764000000008,
  Rollouts1764000000009,
  Offboarding1764000000010,
  WhatMovedIt1764000000011,
  CorePresence1764000000012,
  WhatPeopleSeeMarksDue1764000000013,
  WindowsThatCanOpen1764000000014,
  LocksReachEverySite1764000000015,
  SitesOfWhatSetsApart1764000000016,
  Tallies1764000000017,
  Troubles1764000000018,
  Causes1764000000019,
  StrangersAndVersions1764000000020,
  AttemptsOfADay1764000000021,
  StrangersCanBeRemoved1764000000022,
  QuarantineIsAStatus1764000000023,
  TheAuditLogIsSealed1764000000024,
  SecondFactorsAndKeys1764000000025,
  Notifications1764000000026,
  LaunchesByPolicy1764000000027,
  AdministeringProviders1764000000028,
  ConnectingProviders1764000000029,
  MovingBetweenInstances1764000000030,
  PoolsOfInstances1764000000031,
  BoundLaunches1764000000032,
  InvitationsByMailAndLogouts1764000000033,
  Farewells1764000000034,
  BulkJobs1764000000035,
  SavedViews1764000000036,
  SlowReceiversAndNewDevices1764000000037,
  SupportSessions1764000000038,
  PackageVersions1764000000039,
  KeysThatChange1764000000040,
  SupportSessionsAway1764000000042,
  PackagesOfDevices1764000000043,
];

export interface DataSourceChoices {
  /** `postgres://user:password@host/database`, or with `?host=<socket directory>` for a Unix socket. */
  readonly url: string;
  readonly poolSize?: number;
  readonly applicationName?: string;
  readonly entities?: DataSourceOptions['entities'];
}

/** How this program talks to PostgreSQL; the schema comes from migrations only. */
export function dataSourceOptions(choices: DataSourceChoices) {
  return {
    type: 'postgres' as const,
    url: choices.url,
    entities: choices.entities ?? [],
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    synchronize: false,
    poolSize: choices.poolSize ?? 10,
    applicationName: choices.applicationName ?? 'latchkey',
    logging: false as const,
    // A database stop must not end the process: the pool reconnects, the caller sees its own query fail.
    poolErrorHandler: () => undefined,
  };
}

/** An open connection pool; rejects when the database cannot be reached. */
export async function openDataSource(choices: DataSourceChoices | string): Promise<DataSource> {
  const source = new DataSource(dataSourceOptions(typeof choices === 'string' ? { url: choices } : choices));
  return survivingLostConnections(await source.initialize());
}

/**
 * A connection that the server ends between leaving the pool and its first query has nobody who listens, and an error that nobody
 * listens to ends the process. The query fails in any case, and its caller hears of it.
 */
export function survivingLostConnections(source: DataSource): DataSource {
  const heard = new WeakSet<object>();
  const { master } = source.driver as unknown as { readonly master: EventEmitter };
  master.on('acquire', (client: EventEmitter) => {
    if (!heard.has(client)) client.on('error', () => undefined);
    heard.add(client);
  });
  return source;
}

/** Brings the schema to the newest migration, one starter at a time. */
export async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(7406301)');
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock(7406301)').catch(() => undefined);
    await runner.release();
  }
}
