/** Which of the eight custom properties of a session carry what, by position from 1. */
export interface PropertyMapping {
  readonly company: number;
  readonly site: number;
  /** The site's key; makes a session one of ours. */
  readonly key: number;
  readonly mark: number;
  /** The name that Latchkey shows; the extension cannot rename a session itself. */
  readonly name: number;
}

/** Three and four are "Department" and "Device Type" out of the box and stay with the administrator. */
export const DEFAULT_MAPPING: PropertyMapping = { company: 1, site: 2, key: 5, mark: 6, name: 7 };

const NAMES = Object.keys(DEFAULT_MAPPING) as (keyof PropertyMapping)[];

/** Reads `company=1, site=2, key=5, mark=6, name=7`, where what is left out keeps its place; null for anything else and for a place taken twice. */
export function mappingOf(text: string): PropertyMapping | null {
  const mapping: Record<keyof PropertyMapping, number> = { ...DEFAULT_MAPPING };
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const [, name, place] = /^\s*([a-z]+)\s*=\s*([1-8])\s*$/.exec(part) ?? [];
    const known = NAMES.find((each) => each === name);
    if (!known) return null;
    mapping[known] = Number(place);
  }
  return new Set(Object.values(mapping)).size === NAMES.length ? mapping : null;
}
