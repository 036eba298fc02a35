import { oneOf, searchReader, text } from '../app/search-params';

export const POLICY_TABS = ['settings', 'uses', 'versions'] as const;
export type PolicyTab = (typeof POLICY_TABS)[number];

export interface PolicySearch {
  tab?: PolicyTab;
  /** The key of the setting that somebody came for. */
  setting?: string;
}

export const policySearch = searchReader<PolicySearch>({ tab: oneOf(...POLICY_TABS), setting: text });
