import type { LatchkeyApi } from '../api/latchkey-api.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Surroundings } from '../surroundings.js';
import { oneLine } from '../one-line.js';
import { readCheckpoints } from './read-checkpoints.js';
import { verify } from './verify.js';

/** Beyond that a list helps nobody. */
const MOST_SHOWN = 20;
/** Older than this, entries that are not sealed mean that core does not run. */
const SEALED_WITHIN_SECONDS = 30;

export interface AuditVerifyOptions {
  readonly checkpoints?: string;
  readonly rootKey?: string;
}

/** Says whether the log is as it was sealed, and where it is not. */
export async function auditVerify(api: LatchkeyApi, { checkpoints, rootKey }: AuditVerifyOptions, { out, err }: Surroundings): Promise<ExitCode> {
  const outside = checkpoints === undefined ? [] : readCheckpoints(checkpoints);
  const { flaws, sealed, confirmed, installationId, rootKeys, unsealed, unsealedSeconds } = await verify(api, outside, rootKey ?? null);
  for (const { seq, detail } of flaws.slice(0, MOST_SHOWN)) out(`Entry ${seq}: ${oneLine(detail)}.\n`);
  if (flaws.length > MOST_SHOWN) out(`And ${flaws.length - MOST_SHOWN} more.\n`);
  out(`${flaws.length === 0 ? 'Intact' : `Broken from entry ${flaws[0]!.seq} on`}: ${sealed} sealed entries, ${confirmed} signed checkpoints fit, ${outside.length} of them given were kept outside.\n`);
  out(`Installation ${oneLine(installationId)}, root key ${rootKeys.map(oneLine).join(', ')}${rootKey === undefined ? ' by its own word' : ''}.\n`);
  if (outside.length === 0) err('Without checkpoints that were kept outside, a log that was cut short looks whole: name them with --checkpoints.\n');
  if (rootKey === undefined) err('The root key is what the server says: keep it elsewhere and name it with --root-key.\n');
  if (unsealedSeconds !== null && unsealedSeconds > SEALED_WITHIN_SECONDS) err(`${unsealed} entries are not sealed, the oldest for ${Math.round(unsealedSeconds)} seconds: core seems to be down.\n`);
  return flaws.length === 0 ? EXIT.done : EXIT.broken;
}
