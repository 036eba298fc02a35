import { ProviderError } from '../../provider.js';
import { ANSWER_RULES, refusalIn, type ControlAction, type ControlFrame } from './control-messages.js';

interface Question {
  readonly action: ControlAction;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly resolve: (frame: ControlFrame) => void;
  readonly reject: (error: ProviderError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The open questions of one control socket. The engine echoes an id as `responseid`, or only as `tag`, or not at all, and
 * answers some refusals under another action or never: so ids are tried first, then action and subject, and every question
 * has an end.
 */
export class AnswerBook {
  private readonly open = new Map<string, Question>();
  private lastId = 0;

  /** Enters a question; `send` gets the fields that let its answer be recognised. */
  ask(
    action: ControlAction,
    fields: Readonly<Record<string, unknown>>,
    timeoutMs: number,
    send: (ids: object) => void,
  ): Promise<ControlFrame> {
    return new Promise((resolve, reject) => {
      const id = `lk${++this.lastId}`;
      const timer = setTimeout(() => {
        this.open.delete(id);
        reject(new ProviderError('unavailable', `No answer to ${action} within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.open.set(id, { action, fields, resolve, reject, timer });
      try {
        send(ANSWER_RULES[action]?.withoutId ? {} : { responseid: id, tag: id });
      } catch (error) {
        this.close(id);
        reject(new ProviderError('unavailable', `${action} could not be sent.`, { cause: error }));
      }
    });
  }

  /** Gives a frame to the question that it answers; false when it answers none. */
  answer(frame: ControlFrame): boolean {
    const id = this.idOf(frame);
    const question = id === null ? undefined : this.close(id);
    if (!question) return false;
    const refusal = refusalIn(question.action, frame);
    if (refusal === null) question.resolve(frame);
    else question.reject(new ProviderError(kindOf(refusal), `${question.action}: ${refusal}`));
    return true;
  }

  /** Ends every open question, because the socket is gone. */
  abandon(error: ProviderError): void {
    for (const id of [...this.open.keys()]) this.close(id)!.reject(error);
  }

  private idOf(frame: ControlFrame): string | null {
    for (const id of [frame.responseid, frame.tag]) if (typeof id === 'string' && this.open.has(id)) return id;
    // An answer with an id that is not open any more came too late; it must not pass for another question's.
    if (typeof frame.responseid === 'string' || isOurTag(frame.tag)) return null;
    for (const [id, { action, fields }] of this.open) {
      const field = ANSWER_RULES[action]?.sameField;
      if (action === frame.action && field && frame[field] === fields[field]) return id;
    }
    return null;
  }

  private close(id: string): Question | undefined {
    const question = this.open.get(id);
    if (question) clearTimeout(question.timer);
    this.open.delete(id);
    return question;
  }
}

function isOurTag(tag: unknown): boolean {
  return typeof tag === 'string' && /^lk\d+$/.test(tag);
}

function kindOf(refusal: string): 'unauthorised' | 'rejected' {
  return /denied|not allowed|no rights/i.test(refusal) ? 'unauthorised' : 'rejected';
}
