/** What the program was started with. */
export type CommandLine =
  | { readonly run: 'session'; readonly code: string | null; readonly server: string | null }
  | { readonly run: 'windows' | 'version' | 'help' };

export class BadCommandLine extends Error {}

export const USAGE = `usage: support [CODE] [--server URL] | --version | --help

Without a code the program reads it from its own name (support-ABC-DEF-GHJ@help.example.org), or asks for it.
`;

export function parseCommandLine(args: readonly string[]): CommandLine {
  let code: string | null = null;
  let server: string | null = null;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--gui') return { run: 'windows' };
    if (arg === '--version') return { run: 'version' };
    if (arg === '--help') return { run: 'help' };
    if (arg === '--server' && args[at + 1] !== undefined) server = args[++at]!;
    else if (arg.startsWith('-') || code !== null) throw new BadCommandLine(`unknown argument: ${arg}`);
    else code = arg;
  }
  return { run: 'session', code, server };
}
