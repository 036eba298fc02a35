import type { SettingDefinition } from '../../../contracts/policy-settings.js';

/** One kind of policy: what it is called, and every setting it can configure. A new kind is one new file and one line in the registry. */
export interface PolicyType {
  readonly category: string;
  readonly categoryTitle: string;
  readonly type: string;
  readonly title: string;
  readonly help: string;
  readonly settings: readonly SettingDefinition[];
}
