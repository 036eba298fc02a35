import { t } from '@lingui/core/macro';
import { Group, Pill } from '@mantine/core';
import {
  DeviceFilterError,
  printDeviceFilter,
  printFilterTerm,
  tryDeviceFilter,
} from '../../../contracts/device-filter';
import classes from './filter-box.module.css';

interface FilterChipsProps {
  text: string;
  /** Called with the filter that is left. */
  onChange: (text: string) => void;
}

/** What a search says, term by term, each of which can be taken away; words alone say themselves in their box. */
export function FilterChips({ text, onChange }: FilterChipsProps) {
  const read = tryDeviceFilter(text, 'search');
  if (read instanceof DeviceFilterError || !read.terms.some(({ kind, not }) => kind !== 'word' || not)) return null;
  const { terms } = read;
  return (
    <Group gap={6} role="list" aria-label={t`What is searched for`}>
      {terms.map((term) => {
        const words = printFilterTerm(term);
        return (
          <Pill
            key={term.span.from}
            role="listitem"
            className={`lk-code ${classes.chip}`}
            withRemoveButton
            removeButtonProps={{ 'aria-label': t`Remove ${words}`, 'aria-hidden': undefined, tabIndex: 0 }}
            onRemove={() => onChange(printDeviceFilter({ terms: terms.filter((other) => other !== term) }))}
          >
            {words}
          </Pill>
        );
      })}
    </Group>
  );
}
