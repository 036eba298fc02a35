import type koffi from 'koffi';
import type { Dialog, FromWindows } from './guest-view.js';

const YES = 6;
const NO = 7;
/** Yes, No and Cancel, the last the default; on top of everything, with a question mark. */
const ASKS = 0x3 | 0x20 | 0x200 | 0x10000 | 0x40000;
const TELLS = 0x40 | 0x10000 | 0x40000;
const TITLE = 'Remote support';

/**
 * The consent question as Windows' own box: Yes allows control, No allows to see, Cancel and silence allow nothing. While something is allowed a
 * second box stays, which is the banner here: its OK ends the session.
 */
export async function askWithMessageBox(library: typeof koffi, dialog: Dialog & { kind: 'consent' }, end: () => void): Promise<FromWindows> {
  const box = library.load('user32.dll').func('int __stdcall MessageBoxTimeoutW(void* owner, str16 text, str16 title, uint32 flags, uint16 language, uint32 milliseconds)');
  const show = (text: string, flags: number, ms: number) =>
    new Promise<number>((resolve) => box.async(null, text, TITLE, flags, 0, ms, (error: unknown, answer: number) => resolve(error ? 0 : answer)));
  const { hostName, organisation, server, reason, wants, until } = dialog;
  const why = reason === null ? '' : `\n\n“${reason}”`;
  const answers = wants.control ? 'Yes: see and control.\nNo: only see.\nCancel: decline.' : 'Yes: see.\nCancel: decline.';
  const answer = await show(`${hostName} of ${organisation} (${server}) wants to ${wants.control ? 'see and control' : 'see'} this computer.${why}\n\n${answers}`, ASKS, Math.max(1, until - Date.now()));
  const consent = { view: answer === YES || (answer === NO && wants.control), control: answer === YES && wants.control, clipboard: false };
  if (consent.view) {
    void show(`${hostName} of ${organisation} may ${consent.control ? 'see and control' : 'see'} this computer now.\n\nOK ends the session.`, TELLS, 0).then(end);
  }
  return { type: 'consent', consent };
}
