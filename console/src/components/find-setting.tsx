import { t } from '@lingui/core/macro';
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

interface FindSettingProps {
  sought: string;
  onSought: (words: string) => void;
  width: number;
}

/** Narrows a list of settings by their words. Enter does nothing: in a form it would save. */
export function FindSetting({ sought, onSought, width }: FindSettingProps) {
  return (
    <TextInput
      size="xs"
      flex="1 1 160px"
      maw={width}
      aria-label={t`Find a setting`}
      placeholder={t`Find a setting`}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={sought}
      onChange={(event) => onSought(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
    />
  );
}
