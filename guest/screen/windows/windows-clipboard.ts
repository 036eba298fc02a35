import type { Clipboard } from '../desktop.js';
import type { Handle, WindowsApi } from './windows-api.js';

const UNICODE_TEXT = 13;
const MOVEABLE = 2;
const LOOK_EVERY_MS = 300;
const MOST_BYTES = 512 * 1024;

/** The clipboard of Windows; what we wrote ourselves is no news. */
export class WindowsClipboard implements Clipboard {
  private seen: number;

  constructor(private readonly api: WindowsApi) {
    this.seen = api.GetClipboardSequenceNumber();
  }

  write(text: string): void {
    const bytes = Buffer.from(`${text.replaceAll(/\r?\n/g, '\r\n')}\0`, 'utf16le');
    this.opened(() => {
      const { api } = this;
      api.EmptyClipboard();
      const memory = api.GlobalAlloc(MOVEABLE, bytes.length);
      this.locked(memory, (place) => api.RtlMoveMemory(place, bytes, bytes.length));
      api.SetClipboardData(UNICODE_TEXT, memory);
    });
    this.seen = this.api.GetClipboardSequenceNumber();
  }

  watch(copied: (text: string) => void): () => void {
    const timer = setInterval(() => {
      const now = this.api.GetClipboardSequenceNumber();
      if (now === this.seen) return;
      this.seen = now;
      const text = this.read();
      if (text !== '') copied(text);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  private read(): string {
    let text = '';
    this.opened(() => {
      const memory = this.api.GetClipboardData(UNICODE_TEXT);
      if (!memory) return;
      const bytes = Buffer.alloc(Math.min(this.api.GlobalSize(memory), MOST_BYTES));
      this.locked(memory, (place) => this.api.copyOut(bytes, place, bytes.length));
      text = bytes.toString('utf16le').split('\0', 1)[0]!.replaceAll('\r\n', '\n');
    });
    return text;
  }

  /** Another program may have it open; then this time nothing is carried. */
  private opened(act: () => void): void {
    if (!this.api.OpenClipboard(null)) return;
    try {
      act();
    } finally {
      this.api.CloseClipboard();
    }
  }

  private locked(memory: Handle, act: (place: Handle) => void): void {
    const place = this.api.GlobalLock(memory);
    try {
      act(place);
    } finally {
      this.api.GlobalUnlock(memory);
    }
  }
}
