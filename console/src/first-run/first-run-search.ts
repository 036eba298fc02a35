import { oneOf, searchReader } from '../app/search-params';

export const STEPS = ['factor', 'mail', 'provider', 'site', 'policy', 'install', 'ready'] as const;
export type StepKey = (typeof STEPS)[number];

export interface FirstRunSearch {
  /** Without it, the first step that is neither done nor skipped. */
  step?: StepKey;
}

export const firstRunSearch = searchReader<FirstRunSearch>({ step: oneOf(...STEPS) });
