import { Transform, type TransformCallback } from 'node:stream';
import { frameAt } from './message-starts.js';

/** More than this a browser has no reason to say before somebody at the device has agreed. */
const MOST_BYTES = 256 * 1024;

/**
 * Keeps back what a browser says in a session until the person at the device has agreed to it: the remote agent obeys a request that
 * comes together with the one for the session, whomever it is asking meanwhile. What the session is to be is passed on, for about that
 * somebody is asked; so is what keeps the connection warm.
 */
export class HeldBack extends Transform {
  private waiting = Buffer.alloc(0);
  private hasChosen = false;
  private isReleased = false;

  /** `isAside` says whether a message is beside the session itself; it is given the first bytes. */
  constructor(private readonly isAside: (start: Buffer) => boolean) {
    super();
  }

  /** The person has agreed: passes on what was kept, in order, and everything that follows. */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    if (this.waiting.length > 0) this.push(this.waiting);
    this.waiting = Buffer.alloc(0);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.isReleased) return done(null, chunk);
    this.waiting = Buffer.concat([this.waiting, chunk]);
    for (let frame = frameAt(this.waiting); frame && this.mayPass(frame); frame = frameAt(this.waiting)) {
      this.push(this.waiting.subarray(0, frame.size));
      this.waiting = this.waiting.subarray(frame.size);
    }
    done(this.waiting.length > MOST_BYTES ? new Error('The browser says too much before anybody has agreed.') : null);
  }

  private mayPass({ opcode, isWhole, start }: NonNullable<ReturnType<typeof frameAt>>): boolean {
    if (opcode >= 8) return true;
    if (!isWhole || (opcode !== 1 && opcode !== 2) || this.hasChosen) return false;
    if (!this.isAside(start)) this.hasChosen = true;
    return true;
  }
}
