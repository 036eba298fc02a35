/** How `latchkey-agent` ends; documented in README.md and relied on by installers. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  notEnrolled: 3,
  refusedByServer: 4,
  serverUnreachable: 5,
  serverNotTrusted: 6,
  alreadyRunning: 7,
  notRemoved: 8,
  notRunning: 9,
  noRights: 10,
  /** The service manager is to start the agent again: its program was replaced. EX_TEMPFAIL of sysexits. */
  restart: 75,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An expected end that is not success, with what to tell the person at the keyboard. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}
