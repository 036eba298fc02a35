import { useSyncExternalStore, type ReactNode } from 'react';
import type { Plan } from '../api/types';
import type { Agreement } from './change-request';

/** What is about to be done, in the words of whoever asks for it. */
export interface PlanWords {
  /** The act as a sentence: Unassign “Managed” from Hall. */
  title: string;
  /** What the button says. */
  confirm: string;
  /** What the plan's numbers do not tell. */
  lead?: ReactNode;
  danger?: boolean;
}

/** The dialog about a plan, while it is open. */
export interface PlanQuestion {
  words: PlanWords;
  /** Null while it is being planned. */
  plan: Plan | null;
  /** The world moved on since an earlier plan was agreed to; this is the new one. */
  drifted: boolean;
  state: 'planning' | 'asking' | 'applying' | 'waiting' | 'looking';
  /** Where the request waits for a second person. */
  approvalId?: string;
}

let shown: PlanQuestion | null = null;
let answerOf: ((agreement: Agreement | null) => void) | null = null;
const listeners = new Set<() => void>();

function show(question: PlanQuestion | null): void {
  shown = question;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The question on the screen; null when there is none. */
export function usePlanQuestion(): PlanQuestion | null {
  return useSyncExternalStore(subscribe, () => shown);
}

/** Whether the dialog is still there; a person may have closed it while the plan was being made. */
export function isPlanShown(): boolean {
  return shown !== null;
}

/** Opens the dialog, or changes what it says. */
export function tellPlan(question: PlanQuestion): void {
  show(question);
}

/** Asks whether to go ahead with this plan; null when the person does not want to. */
export function askAboutPlan(question: Omit<PlanQuestion, 'state'>): Promise<Agreement | null> {
  show({ ...question, state: 'asking' });
  return new Promise((resolve) => (answerOf = resolve));
}

/** Shows a plan to look at, with nothing to decide. */
export function showPlan(title: string, plan: Plan): void {
  show({ words: { title, confirm: '' }, plan, drifted: false, state: 'looking' });
}

/** The person's answer; while the change is being made there is nothing left to answer. */
export function answerPlan(agreement: Agreement | null): void {
  const answer = answerOf;
  answerOf = null;
  if (answer) answer(agreement);
  else if (shown?.state !== 'applying') show(null);
}

export function closePlan(): void {
  answerOf = null;
  show(null);
}

// A dialog or form beneath listens for Escape too, and would be gone with what was typed into it; so this listens first.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || event.isComposing || !shown) return;
    if (event.target instanceof Element && event.target.getAttribute('data-mantine-stop-propagation') === 'true')
      return;
    event.stopImmediatePropagation();
    answerPlan(null);
  },
  { capture: true },
);
