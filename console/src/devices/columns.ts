import { t } from '@lingui/core/macro';

/** What can be said of a computer in a list, in the order in which it is said unless somebody wants it otherwise. */
export interface ColumnKind {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  /** The key by which the server sorts. */
  readonly sort?: string;
  /** Shown where nobody has chosen. */
  readonly usual?: true;
}

export const COLUMNS = [
  { id: 'phase', title: t`Status`, width: 196, sort: 'phase', usual: true },
  { id: 'lastSeenAt', title: t`Last seen`, width: 100, sort: 'lastSeenAt', usual: true },
  { id: 'clientName', title: t`Client`, width: 136, sort: 'clientName', usual: true },
  { id: 'siteName', title: t`Site`, width: 120, sort: 'siteName', usual: true },
  { id: 'os', title: t`OS`, width: 176, sort: 'osVersion', usual: true },
  { id: 'lastUser', title: t`Last user`, width: 96, sort: 'lastUser', usual: true },
  { id: 'agentVersion', title: t`Agent`, width: 76, sort: 'agentVersion', usual: true },
  { id: 'tags', title: t`Tags`, width: 150, usual: true },
  { id: 'errorCode', title: t`Error`, width: 280, sort: 'errorCode' },
  { id: 'since', title: t`Since`, width: 104, sort: 'since' },
  { id: 'providerName', title: t`Provider`, width: 140 },
  { id: 'deviceType', title: t`Kind`, width: 120, sort: 'deviceType' },
  { id: 'arch', title: t`Architecture`, width: 100, sort: 'arch' },
  { id: 'enrolledAt', title: t`Enrolled`, width: 104, sort: 'enrolledAt' },
] as const satisfies readonly ColumnKind[];

export type ColumnId = (typeof COLUMNS)[number]['id'];
export const NAME_WIDTH = 176;

/** One column as somebody has it; `name` is always there and only its width can be chosen. */
export interface ChosenColumn {
  readonly id: string;
  readonly width?: number;
}

const byId = new Map<string, ColumnKind>(COLUMNS.map((column) => [column.id, column]));
const USUAL: readonly ChosenColumn[] = COLUMNS.filter((column) => 'usual' in column).map(({ id }) => ({ id }));

export interface ShownColumn extends ColumnKind {
  readonly id: ColumnId;
  /** Nobody has chosen its width, so it takes its share of what is left. */
  readonly isFlexible: boolean;
}

/** The columns to show; those that this console does not know (any more) are left out. */
export function shownColumns(chosen: readonly ChosenColumn[] | null | undefined): ShownColumn[] {
  return (chosen ?? USUAL).flatMap(({ id, width }) => {
    const kind = byId.get(id);
    return kind ? [{ ...kind, id: kind.id as ColumnId, width: width ?? kind.width, isFlexible: width === undefined }] : [];
  });
}

export function nameWidth(chosen: readonly ChosenColumn[] | null | undefined): number {
  return chosen?.find(({ id }) => id === 'name')?.width ?? NAME_WIDTH;
}

/** What is chosen as it is kept: every column said, so that changing one leaves the others. */
export function withWidth(chosen: readonly ChosenColumn[] | null | undefined, id: string, width: number): ChosenColumn[] {
  const all = chosen ?? USUAL;
  return all.some((column) => column.id === id)
    ? all.map((column) => (column.id === id ? { id, width } : column))
    : [{ id, width }, ...all];
}

/** The column shown at the end, or not shown any more. */
export function toggled(chosen: readonly ChosenColumn[] | null | undefined, id: string): ChosenColumn[] {
  const all = chosen ?? USUAL;
  return all.some((column) => column.id === id) ? all.filter((column) => column.id !== id) : [...all, { id }];
}

/** The column one place further to the left (-1) or to the right (1). */
export function movedBy(chosen: readonly ChosenColumn[] | null | undefined, id: string, by: -1 | 1): ChosenColumn[] {
  const all = [...(chosen ?? USUAL)].filter((column) => column.id !== 'name');
  const at = all.findIndex((column) => column.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= all.length) return [...(chosen ?? USUAL)];
  [all[at], all[to]] = [all[to]!, all[at]!];
  return [...(chosen ?? []).filter((column) => column.id === 'name'), ...all];
}
