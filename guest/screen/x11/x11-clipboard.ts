import type { FixesExtension, XClient, XEvent } from 'x11';
import type { Clipboard } from '../desktop.js';
import { asked } from './asked.js';

const CURRENT_TIME = 0;
const NONE = 0;
const ANY_TYPE = 0;
const INPUT_ONLY = 2;
const ATOM = 4;
/** Four-byte units: texts beyond 256 KiB are not carried. */
const MOST_UNITS = 64 * 1024;
const CORE_SELECTION_NOTIFY = 31;

/** The CLIPBOARD selection: ours while a host has copied last, read from its owner otherwise. */
export class X11Clipboard implements Clipboard {
  private readonly listeners = new Set<(text: string) => void>();
  private text = '';

  private constructor(
    private readonly x: XClient,
    private readonly window: number,
    private readonly atoms: { readonly clipboard: number; readonly utf8: number; readonly targets: number; readonly property: number },
    private readonly fixesEvent: number,
  ) {
    x.on('event', (event) => this.happened(event));
  }

  static async create(x: XClient, root: number, fixes: FixesExtension): Promise<X11Clipboard> {
    const atom = (name: string) => asked<number>((answer) => x.InternAtom(false, name, answer));
    const [clipboard, utf8, targets, property] = await Promise.all(['CLIPBOARD', 'UTF8_STRING', 'TARGETS', 'LATCHKEY_CLIPBOARD'].map(atom)) as [number, number, number, number];
    const window = x.AllocID();
    x.CreateWindow(window, root, 0, 0, 1, 1, 0, 0, INPUT_ONLY, 0, {});
    fixes.SelectSelectionInput(window, clipboard, fixes.SelectionEventMask.SetSelectionOwner);
    return new X11Clipboard(x, window, { clipboard, utf8, targets, property }, fixes.firstEvent);
  }

  write(text: string): void {
    this.text = text;
    this.x.SetSelectionOwner(this.window, this.atoms.clipboard, CURRENT_TIME);
  }

  watch(copied: (text: string) => void): () => void {
    this.listeners.add(copied);
    return () => this.listeners.delete(copied);
  }

  private happened(event: XEvent): void {
    if (event.name === 'SelectionRequest' && event.owner === this.window) this.hand(event);
    else if (event.type === this.fixesEvent && event.selection === this.atoms.clipboard) this.changedHands(event);
    else if (event.type === CORE_SELECTION_NOTIFY && event.requestor === this.window && event.property !== NONE) this.take();
  }

  private changedHands({ owner }: XEvent): void {
    if (owner === this.window || owner === NONE || this.listeners.size === 0) return;
    this.x.ConvertSelection(this.window, this.atoms.clipboard, this.atoms.utf8, this.atoms.property, CURRENT_TIME);
  }

  private take(): void {
    this.x.GetProperty(1, this.window, this.atoms.property, ANY_TYPE, 0, MOST_UNITS, (error, value) => {
      const text = error ? '' : value.data.toString('utf8');
      if (text !== '') for (const listener of [...this.listeners]) listener(text);
      return true;
    });
  }

  /** Somebody on the guest's desktop pastes what a host has copied. */
  private hand({ requestor, selection, target, property, time }: XEvent): void {
    const { utf8, targets } = this.atoms;
    const content = target === utf8 ? Buffer.from(this.text) : target === targets ? words(targets, utf8) : null;
    if (content) this.x.ChangeProperty(0, requestor!, property!, target === utf8 ? utf8 : ATOM, target === utf8 ? 8 : 32, content);
    this.x.SendEvent(requestor!, 0, 0, { name: 'SelectionNotify', type: CORE_SELECTION_NOTIFY, seq: 0, time, requestor, selection, target, property: content ? property : NONE });
  }
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}
