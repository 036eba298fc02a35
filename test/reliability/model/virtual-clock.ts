interface Appointment {
  readonly at: number;
  readonly turn: number;
  readonly work: () => void;
}

/** Time that only passes when nothing is left to do at the present moment. */
export class VirtualClock {
  private nowMs = Date.UTC(2026, 0, 1);
  private turn = 0;
  private readonly appointments: Appointment[] = [];

  now(): Date {
    return new Date(this.nowMs);
  }

  in(ms: number, work: () => void): void {
    this.appointments.push({ at: this.nowMs + Math.max(0, ms), turn: this.turn++, work });
  }

  /** Runs what is due within the next `ms`, in order of time and then of arrangement. */
  pass(ms: number, afterEach: () => void): void {
    const end = this.nowMs + ms;
    for (;;) {
      const next = this.earliest();
      if (!next || next.at > end) break;
      this.appointments.splice(this.appointments.indexOf(next), 1);
      this.nowMs = next.at;
      next.work();
      afterEach();
    }
    this.nowMs = end;
  }

  private earliest(): Appointment | undefined {
    return this.appointments.reduce<Appointment | undefined>(
      (best, each) => (!best || each.at < best.at || (each.at === best.at && each.turn < best.turn) ? each : best),
      undefined,
    );
  }
}
