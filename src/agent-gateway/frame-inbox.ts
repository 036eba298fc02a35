import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { sqlState, type UnitOfWork } from '../platform/database/unit-of-work.js';
import type { AgentSocket } from './agent-socket.js';
import { type FrameOfDevice, storeFrames, type StoredFrame } from './store-frames.js';

const FRAMES_PER_TRANSACTION = 200;
const MOST_WAITING = 20_000;
const RETRY_MS = 1000;
/** Connection trouble, resources, shut-down: the frame is fine, the database is not. */
const OUTAGE = /^(08|53|57|58)/;

interface Received extends FrameOfDevice {
  readonly socket: AgentSocket;
}

/**
 * The one writer of a gateway: whatever agents send waits here in order and is stored many at a time, so that 5,000 agents
 * reporting at once are a few dozen transactions. A receipt goes out only after the commit; without one the agent sends again.
 */
export class FrameInbox {
  private readonly log = new Logger('FrameInbox');
  private waiting: Received[] = [];
  private writing: Promise<void> | undefined;
  private isClosing = false;

  constructor(private readonly unit: UnitOfWork) {}

  get size(): number {
    return this.waiting.length;
  }

  /** Takes a frame, or says that there is no room: then the agent must come back later. */
  take(socket: AgentSocket, frame: StoredFrame): boolean {
    if (this.waiting.length >= MOST_WAITING || this.isClosing) return false;
    this.waiting.push({ socket, deviceId: socket.deviceId, frame });
    this.writing ??= this.write();
    return true;
  }

  /** Stores what has come in, as far as the database is there, and takes no more. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.writing;
  }

  private async write(): Promise<void> {
    // Frames that arrive in the same turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting.splice(0, FRAMES_PER_TRANSACTION);
        if (await this.store(batch)) continue;
        this.waiting = batch.concat(this.waiting);
        if (this.isClosing) return;
        await sleep(RETRY_MS);
      }
    } finally {
      this.writing = undefined;
    }
  }

  /** False when the database cannot take them now. A frame that alone cannot be stored is dropped, and said so loudly. */
  private async store(batch: readonly Received[]): Promise<boolean> {
    try {
      await this.unit.run((tx) => storeFrames(tx, batch));
    } catch (error) {
      if (isOutage(error)) {
        this.log.warn(`${this.waiting.length + batch.length} frames wait for the database: ${String(error)}`);
        return false;
      }
      if (batch.length === 1) {
        this.log.error({ msg: 'a frame cannot be stored', deviceId: batch[0]!.deviceId, type: batch[0]!.frame.type, error: String(error) });
        return true;
      }
      return this.storeApart(batch);
    }
    for (const { socket, frame } of batch) {
      if (frame.type === 'report') socket.tell(JSON.stringify({ type: 'receipt', instructionId: frame.instructionId }));
    }
    return true;
  }

  /** One bad frame must not hold up the rest; storing one of them twice changes nothing. */
  private async storeApart(batch: readonly Received[]): Promise<boolean> {
    for (const one of batch) if (!(await this.store([one]))) return false;
    return true;
  }
}

function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined ? isLostConnection(error) : OUTAGE.test(state);
}

/** What a transaction says whose connection went away between two of its statements. */
const CUT_IN_THE_MIDDLE = new Set(['QueryRunnerAlreadyReleasedError', 'TransactionNotStartedError']);

function isLostConnection(error: unknown): boolean {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: unknown };
  if (name !== undefined && CUT_IN_THE_MIDDLE.has(name)) return true;
  return typeof code === 'string' ? /^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code) : /connection|timeout|terminat/i.test(String(message));
}
