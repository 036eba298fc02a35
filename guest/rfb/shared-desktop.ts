import type { CursorShape, Desktop } from '../screen/desktop.js';
import { Picture } from '../screen/picture.js';

/** What changed on the desktop, for whoever shows it. */
export type Change = 'pixels' | 'size' | 'cursor';

/** One desktop for all its viewers: captured once, however many look. Watches only while somebody does. */
export class SharedDesktop {
  picture: Picture;
  private readonly listeners = new Set<(change: Change) => void>();
  private unwatch: (() => void) | undefined;
  private shape: Promise<CursorShape | null> | undefined;

  constructor(readonly desktop: Desktop) {
    this.picture = new Picture(desktop.screen);
  }

  watch(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    this.unwatch ??= this.desktop.screen.watch((change) => this.changed(change));
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.unwatch?.();
      this.unwatch = undefined;
      // Nobody has looked from here on: whatever changes meanwhile is found by looking at everything.
      this.picture = new Picture(this.desktop.screen);
      this.shape = undefined;
    };
  }

  cursor(): Promise<CursorShape | null> {
    this.shape ??= this.desktop.screen.cursor();
    return this.shape;
  }

  private changed(change: Change): void {
    if (change === 'size') this.picture = new Picture(this.desktop.screen);
    if (change === 'cursor') this.shape = undefined;
    for (const listener of [...this.listeners]) listener(change);
  }
}
