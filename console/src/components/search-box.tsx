import { t } from '@lingui/core/macro';
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTypedWords } from './use-typed-words';

/** The search box of a page, which `/` brings the focus to. */
export const SEARCH_ID = 'page-search';

/** Moves the focus to the search box of the page; false when it has none. */
export function focusPageSearch(): boolean {
  const box = document.getElementById(SEARCH_ID);
  if (!(box instanceof HTMLInputElement)) return false;
  box.focus();
  box.select();
  return true;
}

interface SearchBoxProps {
  value: string;
  label: string;
  onSearch: (words: string) => void;
}

/** The search box of a page: asks when typing pauses; `/` brings the focus here. */
export function SearchBox({ value, label, onSearch }: SearchBoxProps) {
  const [words, change] = useTypedWords(value, onSearch);
  return (
    <TextInput
      id={SEARCH_ID}
      type="search"
      aria-label={label}
      placeholder={label}
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        words ? (
          <CloseButton size="sm" aria-label={t`Clear the search`} onClick={() => change('')} />
        ) : (
          <Kbd size="xs" visibleFrom="sm">
            /
          </Kbd>
        )
      }
      w={{ base: '100%', xs: 280 }}
    />
  );
}
