import { accessReport } from './access-report/access-report.js';
import { LatchkeyApi } from './api/latchkey-api.js';
import { readKey } from './api/read-key.js';
import { auditVerify } from './audit/audit-verify.js';
import { parseCommandLine, USAGE } from './command-line.js';
import { EXIT, type ExitCode, Undecided } from './exit-codes.js';
import { keys } from './keys/keys.js';
import { oneLine } from './one-line.js';
import type { Surroundings } from './surroundings.js';

const USUAL_URL = 'http://127.0.0.1:8080';

/** Does one command and says how it ended. */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    const line = parseCommandLine(args);
    if (line.command === 'help') {
      around.out(USAGE);
      return EXIT.done;
    }
    if (line.command === 'keys') return keys(line.act, line.dataDir, around);
    const api = new LatchkeyApi(line.url ?? around.env['LATCHKEY_URL'] ?? USUAL_URL, readKey(line.keyFile, around.env));
    return line.command === 'audit verify' ? await auditVerify(api, line, around) : await accessReport(api, line, around);
  } catch (error) {
    // A bug decides nothing either: it must not look like a broken log.
    around.err(`latchkey: ${error instanceof Undecided ? error.message.split('\n').map(oneLine).join('\n').trimEnd() : error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.undecided;
  }
}
