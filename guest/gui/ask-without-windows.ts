import { createInterface, type Interface } from 'node:readline';
import { loadKoffi } from '../program/native-parts.js';
import type { Dialog, FromWindows, GuestView } from './guest-view.js';
import { askWithMessageBox } from './message-box.js';

const REFUSED: FromWindows = { type: 'consent', consent: { view: false, control: false, clipboard: false } };

/**
 * Where no window can be shown: asks in the terminal that the program was started from, on Windows with a message box. With neither, nothing is
 * allowed: a question that nobody can have read is refused at once.
 */
export class AskWithoutWindows {
  private isStarted = false;
  private view: GuestView | undefined;
  private asked: string | undefined;
  private said = '';
  private terminal: Interface | undefined;

  constructor(private readonly tell: (wish: FromWindows) => void) {}

  start(): void {
    this.isStarted = true;
    if (this.view) this.draw(this.view);
  }

  draw(view: GuestView): void {
    this.view = view;
    if (!this.isStarted) return;
    const words = view.banner?.text ?? view.words;
    if (words !== this.said) process.stderr.write(`${words}\n`);
    this.said = words;
    const question = view.dialog && JSON.stringify(view.dialog);
    if (question === null || question === this.asked) return;
    this.asked = question;
    // Not within the change that asks: the answer is one more.
    setImmediate(() => void this.ask(view.dialog!));
  }

  close(): void {
    this.terminal?.close();
  }

  private async ask(dialog: Dialog): Promise<void> {
    if (process.platform === 'win32' && dialog.kind === 'consent') return this.tell(await askWithMessageBox(await loadKoffi(), dialog, () => this.tell({ type: 'exit' })));
    if (process.stdin.isTTY) return this.askInTerminal(dialog);
    if (dialog.kind === 'consent') this.tell(REFUSED);
    else if (dialog.kind === 'enrolment') this.tell({ type: 'enrolment', allowed: false });
    else if (dialog.kind === 'code') this.tell({ type: 'exit' });
  }

  private askInTerminal(dialog: Dialog): void {
    this.terminal ??= createInterface({ input: process.stdin, output: process.stderr });
    const question = (text: string, then: (answer: string) => void) => this.terminal?.question(text, then);
    switch (dialog.kind) {
      case 'consent': {
        const { hostName, organisation, server, reason, wants } = dialog;
        const doing = wants.control ? 'see and control' : 'see';
        const why = reason === null ? '' : ` (${reason})`;
        return question(`${hostName} of ${organisation} (${server}) wants to ${doing} this computer${why}.\nType "see" or "control" to allow it, anything else to decline: `, (answer) => {
          const isControl = answer.trim().toLowerCase() === 'control';
          const view = isControl || answer.trim().toLowerCase() === 'see';
          this.tell({ type: 'consent', consent: { view, control: isControl, clipboard: false } });
        });
      }
      case 'code':
        return question(`${dialog.error ?? 'Join a support session'}\nCode: `, (code) => question(`Server [${dialog.server ?? ''}]: `, (server) => this.tell({ type: 'code', code, server: server || (dialog.server ?? '') })));
      case 'enrolment':
        return question(`${dialog.organisation} (${dialog.server}) offers to manage this computer from now on. Type "yes" to allow it: `, (answer) => this.tell({ type: 'enrolment', allowed: answer.trim() === 'yes' }));
      case 'command':
        process.stderr.write(`To have this computer managed by ${dialog.organisation}, run:\n${dialog.command}\n`);
    }
  }
}
