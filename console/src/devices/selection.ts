/** Which computers are meant: some, or all that the filter finds except some. Ids, so that paging and reloading do not lose them. */
export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };
export const EVERYTHING: Selection = { kind: 'all', except: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

/** The selection with these computers in it, or out of it. */
export function withDevices(selection: Selection, ids: readonly string[], selected: boolean): Selection {
  const named = new Set(selection.kind === 'some' ? selection.ids : selection.except);
  const name = selected === (selection.kind === 'some');
  for (const id of ids) {
    if (name) named.add(id);
    else named.delete(id);
  }
  return selection.kind === 'some' ? { kind: 'some', ids: named } : { kind: 'all', except: named };
}

/** How many are meant, where the filter finds `total`. */
export function sizeOf(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);
}
