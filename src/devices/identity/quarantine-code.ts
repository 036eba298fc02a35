/** Why a device gets nothing until somebody has looked at it: two have its identity, or it is new and nobody has approved it. */
export type QuarantineCode = 'RA-AGT-07' | 'RA-ELG-07';

/** The code of a quarantine of `device d`, as SQL; null where it is in none. */
export const QUARANTINE_CODE = `CASE WHEN d.awaits_approval THEN 'RA-ELG-07' WHEN d.quarantined THEN 'RA-AGT-07' END`;
