import { t } from '@lingui/core/macro';
import { CloseButton, Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { DeviceFilterError, tryDeviceFilter } from '../../../contracts/device-filter';
import { SEARCH_ID } from '../components/search-box';
import { useTypedWords } from '../components/use-typed-words';
import { FilterBox } from '../device-filter/filter-box';
import { FilterMistake, isStillWriting } from '../device-filter/filter-mistake';

interface DeviceSearchBoxProps {
  value: string;
  onSearch: (words: string) => void;
}

/** Finds computers by words and by `key:value`; asks the server only what the grammar can read. */
export function DeviceSearchBox({ value, onSearch }: DeviceSearchBoxProps) {
  const [left, setLeft] = useState(true);
  const [words, change] = useTypedWords(value, (next) => {
    if (!(tryDeviceFilter(next, 'search') instanceof DeviceFilterError)) onSearch(next);
  });
  const read = tryDeviceFilter(words, 'search');
  const mistake = read instanceof DeviceFilterError && (left || !isStillWriting(words, read)) ? read : null;
  return (
    <FilterBox
      id={SEARCH_ID}
      w={{ base: '100%', xs: 320 }}
      use="search"
      type="search"
      aria-label={t`Search computers`}
      placeholder={t`Search, or os:windows tag:vip …`}
      value={words}
      onChange={change}
      onFocus={() => setLeft(false)}
      onBlur={() => setLeft(true)}
      error={mistake && <FilterMistake text={words} mistake={mistake} />}
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
    />
  );
}
