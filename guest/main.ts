import { basename } from 'node:path';
import { AskWithoutWindows } from './gui/ask-without-windows.js';
import { guestView } from './gui/guest-view.js';
import { WindowHost } from './gui/window-host.js';
import { runWindows } from './gui/windows-process.js';
import { GUEST_VERSION } from './guest-version.js';
import { useProxyOfWindows } from './network/proxy-of-windows.js';
import { builtInServer } from './program/built-in-server.js';
import { leaveNothing } from './program/leave-nothing.js';
import { openDesktop } from './screen/open-desktop.js';
import type { SessionState } from './session/session-state.js';
import { SupportSession } from './session/support-session.js';
import { BadCommandLine, parseCommandLine, USAGE } from './start/command-line.js';
import { whereTo, type Destination } from './start/where-to.js';

const EXIT = { done: 0, failed: 1, badCommandLine: 2 } as const;
/** How long the last words stay where they can be read, when it was not the guest who ended the session. */
const LAST_WORDS_MS = 4_000;

/** The guest client: one session, from the code to the Exit. */
function runSession(destination: Destination): void {
  const session: SupportSession = new SupportSession({ destination, openDesktop, show: (state) => show(state), over: (end) => void finish(end) });
  const fallback = new AskWithoutWindows((wish) => session.obey(wish));
  const windows = new WindowHost({
    heard: (message) => session.obey(message),
    ended: (why, comeBack) => {
      session.trouble(why);
      if (!comeBack) fallback.start();
    },
  });
  const show = (state: SessionState) => {
    const view = guestView(state);
    windows.draw(view);
    fallback.draw(view);
  };
  const finish = async (end: NonNullable<SessionState['over']>) => {
    await session.dispose();
    if (end !== 'guest' && end !== 'superseded' && !windows.isGone) await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
    await windows.close();
    fallback.close();
    if (end !== 'superseded') leaveNothing();
    process.exit(EXIT.done);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => session.obey({ type: 'exit' }));
  process.on('uncaughtException', (error) => session.trouble(error.message));
  process.on('unhandledRejection', (error) => session.trouble(String(error)));
  session.start();
}

function main(args: readonly string[]): void {
  const line = parseCommandLine(args);
  switch (line.run) {
    case 'windows': return void runWindows();
    case 'version': return void process.stdout.write(`${GUEST_VERSION}\n`);
    case 'help': return void process.stdout.write(USAGE);
    case 'session':
      useProxyOfWindows();
      return runSession(whereTo({ builtIn: builtInServer(), fileName: basename(process.execPath), server: line.server, code: line.code }));
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(error instanceof BadCommandLine ? EXIT.badCommandLine : EXIT.failed);
}
