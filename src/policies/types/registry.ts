import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PolicyType } from './policy-type.js';
import { refuseFaultyType } from './refuse-faulty-type.js';

const load = createRequire(__filename);

/** Every kind of policy is a folder beside this file; nothing is ever loaded from outside the program. */
const POLICY_TYPES = typesBelow(__dirname);

/** Every kind of policy, by category and title. */
export function policyTypes(): readonly PolicyType[] {
  return POLICY_TYPES;
}

/** Null for a kind that this build does not know. */
export function policyType(category: string, type: string): PolicyType | null {
  return POLICY_TYPES.find((each) => each.category === category && each.type === type) ?? null;
}

/** The types that the folders below export; throws at start-up where one cannot work, rather than at a device. */
export function typesBelow(folder: string): readonly PolicyType[] {
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const { policyType: type } = load(join(folder, name)) as { policyType?: PolicyType };
      if (!type) throw new TypeError(`The policy type in ${name} does not export "policyType".`);
      refuseFaultyType(type);
      return type;
    });
  const names = found.map(({ category, type }) => `${category}/${type}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`Two folders are the policy type ${twice}.`);
  return found.sort((a, b) => a.categoryTitle.localeCompare(b.categoryTitle) || a.title.localeCompare(b.title));
}
