/** What people look for most, each as it is typed into the search box, so that a count is always the length of the list behind it. */
export const QUICK_FILTERS = {
  all: '',
  online: 'is:online',
  offline: 'is:offline',
  pending: 'status:pending',
  failed: 'status:failed',
  'in-session': 'is:in-session',
  new: 'is:new',
  ungrouped: 'is:ungrouped',
  flagged: 'is:flagged',
  stale: 'seen:>30d',
} as const;
export type QuickFilter = keyof typeof QUICK_FILTERS;
export const QUICK_FILTER_KEYS = Object.keys(QUICK_FILTERS) as readonly QuickFilter[];
