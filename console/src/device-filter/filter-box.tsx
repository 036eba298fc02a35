import { t } from '@lingui/core/macro';
import { Combobox, Group, Text, TextInput, useCombobox, type TextInputProps } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { completeDeviceFilter, type Completion, type FilterUse } from '../../../contracts/device-filter';
import classes from './filter-box.module.css';
import { useKnownNames } from './use-known-names';

interface FilterBoxProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onChange: (text: string) => void;
  use: FilterUse;
}

/** An input for device filters: offers keys and values where the cursor stands. */
export function FilterBox({ value, onChange, use, ...input }: FilterBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(value.length);
  const known = useKnownNames();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { span, options } = completeDeviceFilter(value, Math.min(cursor, value.length), use, known);
  const offered = options.filter(({ text }) => text !== value.slice(span.from, span.to));

  const complete = ({ text, isKey }: Completion) => {
    const rest = value.slice(span.to);
    const chosen = isKey || rest.startsWith(' ') || rest.startsWith(',') ? text : `${text} `;
    const at = span.from + chosen.length;
    onChange(value.slice(0, span.from) + chosen + rest);
    setCursor(at);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at, at);
    });
  };
  const follow = () => setCursor(box.current?.selectionStart ?? value.length);
  const open = () => {
    if (!input.readOnly) combobox.openDropdown();
  };
  // What is offered is another list now; a hidden list is closed, so that nothing refers to its options.
  const list = offered.map(({ text }) => text).join('\n');
  useEffect(() => {
    combobox.resetSelectedOption();
    if (list === '') combobox.closeDropdown();
    else if (document.activeElement === box.current) open();
  }, [list]);
  return (
    <Combobox
      store={combobox}
      width={340}
      position="bottom-start"
      withinPortal={false}
      onOptionSubmit={(text) => {
        const option = offered.find((each) => each.text === text);
        if (option) complete(option);
      }}
    >
      <Combobox.Target>
        <TextInput
          {...input}
          ref={box}
          value={value}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            follow();
            open();
          }}
          onSelect={follow}
          onClick={open}
          onBlur={(event) => {
            combobox.closeDropdown();
            input.onBlur?.(event);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={t`What can be said here`} mah={280} className={classes.options}>
          {offered.map(({ text, help }) => (
            <Combobox.Option key={text} value={text}>
              <Group gap="sm" justify="space-between" wrap="nowrap">
                <Text size="sm" className="lk-code" component="span">
                  {text}
                </Text>
                <Text size="xs" c="dimmed" component="span" ta="end">
                  {help}
                </Text>
              </Group>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
