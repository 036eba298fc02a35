import { parseArgs } from 'node:util';
import { defaultStateDir, StateFolder } from '../state/state-folder.js';
import { CommandFailed, EXIT } from './exit-codes.js';

export const USAGE = `Usage: latchkey-agent <command> [options]

  enrol --server URL [--token-file FILE]   enrol this device; the token is read from FILE (mode 0600) or standard input
        [--no-service]                     do not install a service, even where that is possible
        [--token TOKEN]                    not recommended: other accounts of this device can see arguments
  run   [--private]                        stay connected and carry out instructions; with --private the remote agent
                                           runs in the foreground from the state folder instead of as a system service
  status [--json]                          tell whether this device is enrolled, connected, and what is installed
  uninstall                                remove the remote agents, the service and the state folder

  --state-dir DIR   where the state lies (default: ${defaultStateDir()})
  --help, --version
`;

export interface CommandLine {
  readonly command: 'enrol' | 'run' | 'status' | 'uninstall' | 'help' | 'version';
  readonly state: StateFolder;
  readonly server?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly noService: boolean;
  readonly privateMode: boolean;
  readonly json: boolean;
}

const OPTIONS = {
  server: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  'state-dir': { type: 'string' },
  'no-service': { type: 'boolean' },
  private: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Which options mean something to which command; anything else is a mistake worth telling. */
const UNDERSTOOD: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    enrol: ['server', 'token', 'token-file', 'state-dir', 'no-service'],
    run: ['state-dir', 'private'],
    status: ['state-dir', 'json'],
    uninstall: ['state-dir'],
  }),
);

/** Throws `CommandFailed` with the exit code for wrong usage. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const command = values.help ? 'help' : values.version ? 'version' : positionals[0];
  const common = {
    state: new StateFolder(values['state-dir'] ?? defaultStateDir()),
    server: values.server,
    token: values.token,
    tokenFile: values['token-file'],
    noService: values['no-service'] ?? false,
    privateMode: values.private ?? false,
    json: values.json ?? false,
  };
  if (command === 'help' || command === 'version') return { ...common, command };
  const understood = command === undefined ? undefined : UNDERSTOOD.get(command);
  if (!understood || positionals.length !== 1) throw new CommandFailed(EXIT.usage, `Which command?\n\n${USAGE}`);
  const stray = Object.keys(values).find((name) => !understood.includes(name));
  if (stray) throw new CommandFailed(EXIT.usage, `--${stray} means nothing to ${command}\n\n${USAGE}`);
  if (command === 'enrol' && !common.server)
    throw new CommandFailed(EXIT.usage, `enrol needs --server URL\n\n${USAGE}`);
  return { ...common, command: command as CommandLine['command'] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CommandFailed(EXIT.usage, `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
