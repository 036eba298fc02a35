import { t } from '@lingui/core/macro';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useActs } from './palette-acts';
import { useFound } from './palette-found';
import { usePages } from './palette-pages';
import { paletteStore } from './palette-store';

/** What is known here is narrowed here; the server has filtered the rest, by more than names. */
const KNOWN_HERE: ReadonlySet<string> = new Set([t`Pages`, t`Actions`]);

/** Ctrl/Cmd+K: pages and acts at once, everything that has a name as the server finds it. */
export function CommandPalette() {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 180);
  const groups = [...useFound(asked), usePages(), useActs()].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      store={paletteStore}
      shortcut={['mod + K']}
      query={words}
      onQueryChange={setWords}
      actions={groups}
      filter={(query, actions) => actions.map((group) => ('actions' in group && KNOWN_HERE.has(group.group) ? matching(group, query) : group))}
      nothingFound={asked ? t`Nothing found` : t`Type to search`}
      highlightQuery
      scrollable
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 2 }}
      maxHeight={460}
      attributes={{ content: { 'aria-label': t`Go to` } }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t`Go to a computer, site, policy, package or page, look up a code, or do something`,
        'aria-label': t`Go to`,
      }}
    />
  );
}

/** Every word is found somewhere in the name. */
function matching(group: SpotlightActionGroupData, query: string): SpotlightActionGroupData {
  const wanted = query.trim().toLowerCase().split(/\s+/);
  return { ...group, actions: group.actions.filter(({ label, keywords }) => wanted.every((word) => `${label} ${String(keywords ?? '')}`.toLowerCase().includes(word))) };
}
