import { t } from '@lingui/core/macro';
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { DeviceFilterError, printFilterTerm, QUICK_FILTER_KEYS, QUICK_FILTERS, type QuickFilter, tryDeviceFilter } from '../../../contracts/device-filter';
import { number } from '../language/formats';
import { facetsQuery } from './device-queries';
import type { DeviceSearch } from './device-search';
import classes from './quick-filters.module.css';

const NAMES: Record<QuickFilter, string> = {
  all: t`All`,
  online: t`Online`,
  offline: t`Offline`,
  pending: t`Pending`,
  failed: t`Failed`,
  'in-session': t`In session`,
  new: t`New (7 d)`,
  ungrouped: t`Ungrouped`,
  flagged: t`Flagged`,
  stale: t`Stale > 30 d`,
};
const KEYS = QUICK_FILTER_KEYS.filter((key) => key !== 'all');
const TOKENS: readonly string[] = KEYS.map((key) => QUICK_FILTERS[key]);

interface QuickFiltersProps {
  search: DeviceSearch;
  onChange: (q: string | undefined) => void;
}

/** What people look for most, each with how many there are. */
export function QuickFilters({ search, onChange }: QuickFiltersProps) {
  const { q = '', sort: _sort, view: _view, device: _device, tab: _tab, setting: _setting, ...rest } = search;
  const terms = termsOf(q);
  const others = terms.filter((term) => !TOKENS.includes(term)).join(' ');
  const { data } = useQuery({ ...facetsQuery({ ...rest, ...(others ? { q: others } : {}) }), placeholderData: keepPreviousData });
  const counts = new Map(data?.items.map((facet) => [facet.key, facet]));
  const toggle = (token: string) => {
    // Quick filters stand for one another: two at once would mostly find nothing.
    const next = terms.includes(token) ? others : [others, token].filter(Boolean).join(' ');
    onChange(next || undefined);
  };
  return (
    <div className={classes.bar} role="group" aria-label={t`Quick filters`} tabIndex={-1}>
      {KEYS.map((key) => {
        const facet = counts.get(key);
        return (
          <button type="button" key={key} className={classes.facet} aria-pressed={terms.includes(QUICK_FILTERS[key])} onClick={() => toggle(QUICK_FILTERS[key])}>
            {NAMES[key]}
            {facet && (
              <span className={classes.count}>
                {number.format(facet.count)}
                {facet.isCapped && '+'}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}

/** The terms of a search in their own words; a search that cannot be read stays one piece. */
function termsOf(q: string): string[] {
  const read = tryDeviceFilter(q, 'search');
  if (read instanceof DeviceFilterError) return q ? [q] : [];
  return read.terms.map(printFilterTerm);
}
