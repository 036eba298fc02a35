import { t } from '@lingui/core/macro';
import type { Plan } from './types';

/** One refused field: where (JSON pointer), by which rule, in words. */
export interface FieldRefusal {
  pointer: string;
  rule: string;
  message: string;
}

/** What uses the thing that was to be deleted. */
export interface Usage {
  kind: string;
  id: string;
  name: string;
}

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  requestId?: string;
  errors?: FieldRefusal[];
  usedBy?: Usage[];
  plan?: Plan;
  /** Whom one may ask, where a launch was refused for want of it. */
  ask?: 'second-person' | 'company' | null;
}

/** A refusal of the API (RFC 9457), or the fact that no answer came (`code` NETWORK). */
export class Problem extends Error {
  override readonly name = t`Problem`;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly errors: FieldRefusal[];
  readonly usedBy: Usage[];
  /** What the refused change would do, where that is why it was refused. */
  readonly plan: Plan | undefined;
  /** Whom one may ask, where that is what a launch takes. */
  readonly ask: 'second-person' | 'company' | null;

  constructor(
    readonly status: number,
    document: ProblemDocument,
  ) {
    super(document.detail ?? document.title ?? t`The server answered ${status}.`);
    this.code = document.code ?? (status === 0 ? 'NETWORK' : `HTTP-${status}`);
    this.title = document.title ?? t`Something went wrong`;
    this.detail = document.detail ?? '';
    this.requestId = document.requestId;
    this.errors = document.errors ?? [];
    this.usedBy = document.usedBy ?? [];
    this.plan = document.plan;
    this.ask = document.ask ?? null;
  }
}

/** Reads whatever came instead of the wanted answer; anything that is no problem document becomes one. */
export function problemFrom(status: number, body: unknown, requestId?: string): Problem {
  const document: ProblemDocument = typeof body === 'object' && body !== null ? body : {};
  return new Problem(status, { ...document, requestId: document.requestId ?? requestId });
}

/** A change that is accepted and has not happened: it is large, so somebody else has to agree. */
export function waitsForApproval(): Problem {
  return new Problem(202, {
    code: 'APPROVAL',
    title: t`This waits for a second person`,
    detail:
      t`The change touches so much that somebody else has to approve it; it takes effect by itself as soon as they do.`,
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) {
    return new Problem(0, {
      title: t`No answer from the server`,
      detail: t`Check the connection; the console tries again by itself.`,
    });
  }
  return new Problem(0, {
    code: 'CONSOLE',
    title: t`The console made a mistake`,
    detail: error instanceof Error ? error.message : String(error),
  });
}

export const isNotSignedIn = (error: unknown): boolean => error instanceof Problem && error.status === 401;
export const isForbidden = (error: unknown): boolean => error instanceof Problem && error.status === 403;
export const isMissing = (error: unknown): boolean => error instanceof Problem && error.status === 404;

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The refused fields by their name in a form: `/settings/consent.mode` becomes `settings.consent.mode`. */
export function fieldErrors(problem: Problem): Record<string, string> {
  // A taken name is one field and one sentence; the sentence names the name.
  if (problem.code === 'API-CONFLICT-01' && problem.errors.length <= 1) {
    return { [pathOf(problem.errors[0]?.pointer ?? '/name')]: problem.detail || problem.title };
  }
  return Object.fromEntries(problem.errors.map(({ pointer, message }) => [pathOf(pointer), sentence(message)]));
}

function pathOf(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.');
}
