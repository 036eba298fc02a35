import { page } from './page.js';

/** The strip on top of the primary display for as long as somebody looks. */
export const BANNER_PAGE = page(
  'Remote support',
  `body { background: #14171c; color: #fff; display: flex; align-items: center; gap: 12px; padding: 0 8px 0 16px; border-bottom: 3px solid #f0a020; }
   #dot { flex: none; width: 11px; height: 11px; border-radius: 50%; background: #f0a020; }
   #text { flex: 1; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
   button { flex: none; padding: 4px 16px; background: #c92424; border-color: #c92424; color: #fff; }
   button:focus-visible { outline-color: #fff; }`,
  `<span id="dot" aria-hidden="true"></span><span id="text" role="status"></span><button id="end">End</button>`,
  `by('end').onclick = () => tell({ type: 'exit' });
   window.draw = (view) => put('text', view.banner ? view.banner.text : '');`,
);
