import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';

/** A change with its place in the stream of this process, and the client whose site it concerns. */
export interface NumberedChange {
  readonly id: string;
  readonly event: ChangeEvent;
  readonly clientId: string | null;
}

const KEPT = 2_000;

/** The latest changes, so that a console that was away for a moment can catch up. Ids of another process or too old are unknown. */
export class ChangeRing {
  private changes: NumberedChange[] = [];
  private next = 1;

  constructor(private readonly name: string) {}

  add(event: ChangeEvent, clientId: string | null): NumberedChange {
    const change = { id: `${this.name}-${this.next++}`, event, clientId };
    this.changes.push(change);
    // Cut in bulk: shifting an array at every event would cost its length every time.
    if (this.changes.length > KEPT * 2) this.changes = this.changes.slice(-KEPT);
    return change;
  }

  /** What came after this id; null where that is not known any more. */
  since(lastEventId: string): readonly NumberedChange[] | null {
    const [name, number] = lastEventId.split('-');
    const last = Number(number);
    if (name !== this.name || !Number.isInteger(last) || last >= this.next) return null;
    const first = this.next - this.changes.length;
    return last + 1 < first ? null : this.changes.slice(last + 1 - first);
  }

  /** Changes were lost, so nobody can catch up from before. */
  forget(): void {
    this.changes = [];
    this.next++;
  }
}
