import { entryInWords } from '../packages/entry-in-words.js';
import type { PackageDifferenceView, PackageVersionEntryView } from './package-version.view.js';

/** What a package says in one version. */
export interface PackageWords {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly PackageVersionEntryView[];
}

/** What became different; of a first version only what it contained. An entry is what it names, whatever that is called by now. */
export function differencesBetween(before: PackageWords | null, after: PackageWords): PackageDifferenceView[] {
  const own = before === null ? [] : (['name', 'description'] as const).map((field): PackageDifferenceView => ({ field, before: before[field], after: after[field] }));
  const [had, has] = [before?.entries ?? [], after.entries];
  const gone = without(had, has).map((entry): PackageDifferenceView => ({ field: 'entry', before: entryInWords(entry), after: null }));
  const come = without(has, had).map((entry): PackageDifferenceView => ({ field: 'entry', before: null, after: entryInWords(entry) }));
  const [stayed, stay] = [within(had, has), within(has, had)];
  const moved = stayed.some((entry, index) => keyOf(entry) !== keyOf(stay[index]!));
  const order: PackageDifferenceView[] = moved ? [{ field: 'order', before: inARow(stayed), after: inARow(stay) }] : [];
  return [...own.filter((each) => each.before !== each.after), ...gone, ...come, ...order];
}

type Entries = readonly PackageVersionEntryView[];

const keyOf = ({ policyId, deviceGroupId }: PackageVersionEntryView): string => `${policyId} ${deviceGroupId}`;
const inARow = (entries: Entries): string => entries.map(entryInWords).join(', ');

function within(entries: Entries, others: Entries): Entries {
  const known = new Set(others.map(keyOf));
  return entries.filter((entry) => known.has(keyOf(entry)));
}

function without(entries: Entries, others: Entries): Entries {
  const known = new Set(others.map(keyOf));
  return entries.filter((entry) => !known.has(keyOf(entry)));
}
