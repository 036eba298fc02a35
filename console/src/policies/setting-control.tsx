import { Box, Group, NumberInput, SegmentedControl, Select, Switch, Text, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { SettingDefinition, SettingValue } from '../api/types';
import { POLICY_WORDS, choiceInWords, valueInWords, type SettingWords } from './setting-words';
import classes from './setting-control.module.css';

const NOT_CONFIGURED = 'not-configured';

interface SettingControlProps {
  definition: SettingDefinition;
  /** Undefined: this policy says nothing about the setting. */
  value: SettingValue | undefined;
  onChange: (value: SettingValue | undefined) => void;
  error?: string | undefined;
  /** Instead of what policies in general say about the default. */
  note?: string;
  words?: SettingWords;
  readOnly?: boolean;
}

/** One setting: what it does, what holds without it, and the three states on, off (or a value) and not configured. */
export function SettingControl({
  definition,
  value,
  onChange,
  error,
  note,
  words = POLICY_WORDS,
  readOnly = false,
}: SettingControlProps) {
  const labelId = useId();
  return (
    <Box className={classes.setting} data-configured={value !== undefined || undefined}>
      <Box className={classes.words}>
        <Text size="sm" fw={600} id={labelId}>
          {definition.title}
        </Text>
        <Text size="xs" c="dimmed">
          {definition.help}{' '}
          {note ?? (
            <>
              Default: {valueInWords(definition, definition.default)}.
              {definition.merge === 'strictest' && ' Where several policies configure it, the strictest value holds.'}
            </>
          )}
        </Text>
        {error && (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        )}
      </Box>
      <Box className={classes.control}>
        <Control
          definition={definition}
          value={value}
          onChange={onChange}
          labelledBy={labelId}
          words={words}
          readOnly={readOnly}
        />
      </Box>
    </Box>
  );
}

type ControlProps = Omit<SettingControlProps, 'error' | 'note' | 'words' | 'readOnly'> & {
  labelledBy: string;
  words: SettingWords;
  readOnly: boolean;
};

function Control({ definition, value, onChange, labelledBy, words, readOnly }: ControlProps) {
  const { type } = definition;
  if (type.kind === 'boolean') {
    return (
      <SegmentedControl
        size="xs"
        readOnly={readOnly}
        aria-labelledby={labelledBy}
        data={[
          { value: NOT_CONFIGURED, label: words.absent },
          { value: 'true', label: 'On' },
          { value: 'false', label: 'Off' },
        ]}
        value={value === undefined ? NOT_CONFIGURED : String(value)}
        onChange={(next) => onChange(next === NOT_CONFIGURED ? undefined : next === 'true')}
      />
    );
  }
  if (type.kind === 'choice') {
    return (
      <Select
        size="xs"
        w={220}
        readOnly={readOnly}
        aria-labelledby={labelledBy}
        allowDeselect={false}
        data={[
          { value: NOT_CONFIGURED, label: words.absent },
          ...(type.choices ?? []).map((choice) => ({ value: choice, label: choiceInWords(choice) })),
        ]}
        value={value === undefined ? NOT_CONFIGURED : String(value)}
        onChange={(next) => onChange(next === null || next === NOT_CONFIGURED ? undefined : next)}
      />
    );
  }
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      {value !== undefined &&
        (type.kind === 'integer' ? (
          <NumberInput
            size="xs"
            w={140}
            readOnly={readOnly}
            aria-labelledby={labelledBy}
            min={type.minimum}
            max={type.maximum}
            suffix={` ${type.unit}`}
            allowDecimal={false}
            value={Number(value)}
            onChange={(next) => onChange(typeof next === 'number' ? next : (type.minimum ?? 0))}
          />
        ) : (
          <TextInput
            size="xs"
            w={220}
            readOnly={readOnly}
            aria-labelledby={labelledBy}
            maxLength={type.maxLength}
            value={String(value)}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        ))}
      <Switch
        size="sm"
        label={value === undefined ? words.absent : words.present}
        labelPosition="left"
        disabled={readOnly}
        checked={value !== undefined}
        aria-label={`${definition.title}: configure`}
        onChange={(event) => onChange(event.currentTarget.checked ? definition.default : undefined)}
      />
    </Group>
  );
}
