import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resolver } from './through-the-resolver.js';

const PROJECT = join(__dirname, '../../..');
const RESOLVER = 'src/policies/resolve-effective-policy.ts';
const RULES = 'src/policies/merge-rules.ts';
const HOURS = 'contracts/policy-settings/weekly-hours.ts';
const COPIED = [RESOLVER, RULES, 'src/policies/effective-policy.ts', 'contracts/policy-settings.ts', 'contracts/policy-settings'];

/** A fault that somebody might make: in one place of a source file, other text. */
export interface Mutant {
  readonly bug: string;
  readonly change?: readonly [file: string, from: string, to: string];
}

const inResolver = (bug: string, from: string, to: string): Mutant => ({ bug, change: [RESOLVER, from, to] });
const inRules = (bug: string, from: string, to: string): Mutant => ({ bug, change: [RULES, from, to] });

export const MUTANTS: readonly Mutant[] = [
  inResolver('prefers the lower priority', 'b.priority - a.priority', 'a.priority - b.priority'),
  inResolver('ignores what is narrowed to a group', ' || Number(a.deviceGroupId === null) - Number(b.deviceGroupId === null)', ''),
  inResolver('prefers what is for all devices', 'Number(a.deviceGroupId === null) - Number(b.deviceGroupId === null)', 'Number(b.deviceGroupId === null) - Number(a.deviceGroupId === null)'),
  inResolver('lets groups go before priority', 'b.priority - a.priority || Number(a.deviceGroupId === null) - Number(b.deviceGroupId === null)', 'Number(a.deviceGroupId === null) - Number(b.deviceGroupId === null) || b.priority - a.priority'),
  inResolver('lets the newest assignment hold', 'a.assignedAt.getTime() - b.assignedAt.getTime()', 'b.assignedAt.getTime() - a.assignedAt.getTime()'),
  inResolver('lets the last saved hold', 'a.assignedAt.getTime() - b.assignedAt.getTime() ||', ''),
  inResolver('settles ties by the largest policy id', 'compareText(a.policyId, b.policyId)', 'compareText(b.policyId, a.policyId)'),
  inResolver('depends on the order of saving', '    compareText(a.policyId, b.policyId) ||\n    compareText(a.assignmentId, b.assignmentId) ||\n', ''),
  inResolver('listens to disabled policies', 'layers.filter((layer) => layer.enabled)', '[...layers]'),
  inResolver('takes off for not configured', 'layer.settings[key] != null', 'layer.settings[key]'),
  inResolver('lets every override loosen', '(override && loosens)', 'override'),
  inResolver('lets no override loosen', '(override && loosens)', 'false'),
  inResolver('ranks an override last', '[override, ...policies]', '[...policies, override]'),
  inResolver('forgets overrides where it merges', 'const first = heard[0];', 'if (combine && !loosens) heard.splice(0, heard.length, ...policies);\n  const first = heard[0];'),
  inResolver('lets a lock loosen', '(combine && merged !== undefined ? combine(merged, lock.value, definition) : lock.value)', 'lock.value'),
  inResolver('locks only what somebody configured', 'const value = lock ?', 'const value = lock && merged !== undefined ?'),
  inResolver('lets the default compete with a lock', 'combine && merged !== undefined ? combine(merged, lock.value, definition)', 'combine ? combine(merged ?? definition.default, lock.value, definition)'),
  inResolver('lets an override that loosens escape the locks', 'const value = lock ?', 'const value = lock && !(override && loosens) ?'),
  inResolver('does not see a conflict behind the first two', 'candidates.some(({ value }) => value !== candidates[0]!.value)', 'candidates.slice(0, 2).some(({ value }) => value !== candidates[0]!.value)'),
  inResolver('sees conflicts between ranks', 'configuring.filter((layer) => compareRank(layer, configuring[0]!) === 0).length', 'configuring.length'),
  inResolver('sees conflicts only within one assignment', 'compareRank(layer, configuring[0]!) === 0', 'compareRank(layer, configuring[0]!) === 0 && layer.assignmentId === configuring[0]!.assignmentId'),
  inResolver('warns of what an override has settled', '!said.override && ', ''),
  inResolver('warns of what a lock has settled', ' && !said.lock', ''),
  inResolver('warns of what a merge has settled', 'combine === null && !said.override', '!said.override'),
  inResolver('gives the credit to the last that agrees', 'heard.find(', 'heard.findLast('),
  inResolver('gives a lock no credit', 'lock && (value === lock.value || value !== merged)', 'lock && value !== merged'),
  inResolver('does not say that a merge made it stricter', '...(value === head.value ? {} : { mergedStricter: true as const }),', ''),
  inResolver('hides candidates that say the same', 'candidate !== winner)', 'candidate.value !== value)'),
  inRules('takes the loosest', 'looseness(definition, b) < looseness(definition, a)', 'looseness(definition, b) > looseness(definition, a)'),
  inRules('takes longer for stricter', "if (strictness === 'smaller') return Number(value);", "if (strictness === 'smaller') return -Number(value);"),
  inRules('adds hours up', 'printWeeklyHours(intersectWeeklyHours(hoursOf(a), hoursOf(b)))', 'printWeeklyHours(hoursOf(a).length > hoursOf(b).length ? hoursOf(a) : hoursOf(b))'),
  { bug: 'loses the end of a night', change: [HOURS, '[[from, WEEK], [0, to - WEEK]]', '[[from, WEEK]]'] },
  { bug: 'takes an empty intersection for no restriction', change: [HOURS, 'if (hours.length === 0) return NEVER;', 'if (hours.length === 0) return ALWAYS;'] },
];

/** The resolver's own text with one fault in it, as a module of its own; `remove` takes the copy away. */
export function mutantResolver({ bug, change }: Mutant): { readonly resolve: Resolver; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mutant-'));
  for (const path of COPIED) cpSync(join(PROJECT, path), join(folder, path), { recursive: true, filter: (source) => !source.endsWith('.spec.ts') });
  if (change) {
    const [file, from, to] = change;
    const text = readFileSync(join(folder, file), 'utf8');
    if (text.split(from).length !== 2) throw new Error(`"${bug}" cannot be planted: its place in ${file} is not there exactly once.`);
    writeFileSync(join(folder, file), text.replace(from, () => to));
  }
  const { resolveEffectivePolicy } = createRequire(__filename)(join(folder, RESOLVER)) as { resolveEffectivePolicy: Resolver };
  return { resolve: resolveEffectivePolicy, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
