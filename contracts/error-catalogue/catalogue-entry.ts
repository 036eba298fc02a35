/** The families of error codes; the middle part of a code `RA-<family>-<number>`. */
export const FAMILIES = {
  POL: 'Policy and assignment',
  ELG: 'Eligibility of the device',
  INS: 'Provider instance, licence and credentials',
  NET: 'Network of the device',
  PKG: 'Installer content',
  MSI: 'Windows Installer',
  OSX: 'macOS',
  LNX: 'Linux',
  SEC: 'Security software',
  AGT: 'Agent identity and life',
  CFG: 'Configuration',
  UPD: 'Update',
  DSP: 'Dispatch',
  SYS: 'System',
  RMV: 'Removal',
  LCH: 'Launch',
  GST: 'Guest',
} as const;
export type Family = keyof typeof FAMILIES;

/** Who can put it right, in the words the console shows. */
export const WHO = {
  administrator: 'Administrator of the site',
  'super-admin': 'Super Admin of the provider instance',
  'user-admin': 'A Super Admin, in Settings > Users',
  technician: 'Technician',
  'network-team': 'Network team',
  'end-user': 'Person at the device',
  vendor: 'Latchkey support or the vendor',
  automatic: 'Latchkey, by itself',
} as const;
export type Who = keyof typeof WHO;

/** How it is tried again: by a schedule, when its cause changes, never, or not applicable because nothing failed. */
export const RETRIES = {
  auto: 'Tried again automatically, with growing pauses',
  trigger: 'Looked at again as soon as the cause changes',
  no: 'Not tried again until somebody acts',
  none: 'Nothing to try again',
} as const;
export type Retry = keyof typeof RETRIES;

/** What one error code means; once released, a code keeps its meaning. */
export interface CatalogueEntry {
  readonly code: `RA-${Family}-${string}`;
  readonly family: Family;
  readonly title: string;
  /** Why it happens, in whole sentences for a technician. */
  readonly cause: string;
  /** What to do, in whole sentences. */
  readonly remedy: string;
  readonly retry: Retry;
  /** Retries by the schedule before it counts as failed for good; the standard schedule's own number where it says nothing. */
  readonly retries?: number;
  /** An even pause instead of the growing ones of the standard schedule. */
  readonly retryEveryMinutes?: number;
  /** What class and limits do not say: confirmations. */
  readonly retryNote?: string;
  /** Most likely first; empty where there is nothing to put right. */
  readonly who: readonly Who[];
  /** Codes worth reading next. */
  readonly related?: readonly string[];
  /** Windows Installer: the process exit codes that are reported as this entry. */
  readonly exitCodes?: readonly number[];
}

/** The entries of one family, checked for shape where they are written. */
export const familyOf = <F extends Family>(
  family: F,
  entries: readonly (Omit<CatalogueEntry, 'code' | 'family'> & { readonly code: `RA-${F}-${string}` })[],
): readonly CatalogueEntry[] => entries.map((entry) => ({ ...entry, family }));
