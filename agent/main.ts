#!/usr/bin/env node
import { AGENT_VERSION } from './agent-version.js';
import { parseCommandLine, USAGE } from './commands/command-line.js';
import { enrol } from './commands/enrol.js';
import { CommandFailed, EXIT, type ExitCode } from './commands/exit-codes.js';
import { run } from './commands/run.js';
import { status } from './commands/status.js';
import { uninstall } from './commands/uninstall.js';

/** The `latchkey-agent` program: one command, one exit code. */
async function main(args: readonly string[]): Promise<ExitCode> {
  const line = parseCommandLine(args);
  switch (line.command) {
    case 'help':
      process.stdout.write(USAGE);
      return EXIT.done;
    case 'version':
      process.stdout.write(`${AGENT_VERSION}\n`);
      return EXIT.done;
    case 'enrol':
      process.stdout.write(`${await enrol(line)}\n`);
      return EXIT.done;
    case 'run':
      return run(line);
    case 'status': {
      const { text, exitCode } = await status(line);
      process.stdout.write(`${text}\n`);
      return exitCode;
    }
    case 'uninstall':
      process.stdout.write(`${await uninstall(line)}\n`);
      return EXIT.done;
  }
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    const expected = error instanceof CommandFailed;
    process.stderr.write(
      `latchkey-agent: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(expected ? error.exitCode : EXIT.unexpected);
  },
);
