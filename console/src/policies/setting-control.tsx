import { Badge, Box, Group, SegmentedControl, Select, Text, Tooltip } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useId } from 'react';
import type { SettingDefinition, SettingValue } from '../api/types';
import { SettingValueField } from './setting-value-field';
import { POLICY_WORDS, choiceInWords, mergeInWords, valueInWords, type SettingWords } from './setting-words';
import classes from './setting-control.module.css';

const ABSENT = 'not-configured';

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
  const isWide = definition.type.kind === 'weekly-hours';
  const field = value !== undefined && !isChosen(definition) && (
    <SettingValueField
      type={definition.type}
      value={value}
      onChange={onChange}
      labelledBy={labelId}
      readOnly={readOnly}
    />
  );
  const control = { definition, value, onChange, labelledBy: labelId, words, readOnly };
  return (
    <Box className={classes.setting} data-configured={value !== undefined || undefined}>
      <Box className={classes.words}>
        <Group gap={8}>
          <Text size="sm" fw={600} id={labelId}>
            {definition.title}
          </Text>
          {definition.security && <SecurityMark definition={definition} />}
        </Group>
        <Text size="xs" c="dimmed">
          {definition.help}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          {note ?? (
            <>
              Default:{' '}
              <Text span inherit fw={600}>
                {valueInWords(definition, definition.default)}
              </Text>
              {!definition.security && mergeInWords(definition) && <> · {mergeInWords(definition)}</>}
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
        <StateControl {...control} />
        {field && !isWide && field}
      </Box>
      {field && isWide && <Box className={classes.wide}>{field}</Box>}
    </Box>
  );
}

/** Says why this setting is special, and what several policies come to. */
function SecurityMark({ definition }: { definition: SettingDefinition }) {
  const merging = mergeInWords(definition) ?? 'The first policy in rank that configures it holds.';
  return (
    <Tooltip label={`Protects somebody. ${merging}`}>
      <Badge
        size="sm"
        variant="light"
        tt="none"
        leftSection={<IconShieldCheck size={12} />}
        tabIndex={0}
        aria-label={`Security setting. ${merging}`}
        className={classes.mark}
      >
        Security
      </Badge>
    </Tooltip>
  );
}

/** Whether its values are few enough to be chosen from. */
const isChosen = ({ type }: SettingDefinition): boolean => type.kind === 'boolean' || type.kind === 'choice';

interface StateControlProps {
  definition: SettingDefinition;
  value: SettingValue | undefined;
  onChange: (value: SettingValue | undefined) => void;
  labelledBy: string;
  words: SettingWords;
  readOnly: boolean;
}

/** Not configured, or one of few values, or that there is a value. */
function StateControl({ definition, value, onChange, labelledBy, words, readOnly }: StateControlProps) {
  const { type } = definition;
  if (type.kind === 'choice') {
    return (
      <Select
        size="xs"
        w={220}
        readOnly={readOnly}
        aria-labelledby={labelledBy}
        allowDeselect={false}
        data={[
          { value: ABSENT, label: words.absent },
          ...(type.choices ?? []).map((choice) => ({ value: choice, label: choiceInWords(choice) })),
        ]}
        value={value === undefined ? ABSENT : String(value)}
        onChange={(next) => onChange(next === null || next === ABSENT ? undefined : next)}
      />
    );
  }
  const isSwitch = type.kind === 'boolean';
  const states = isSwitch
    ? [
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ]
    : [{ value: 'present', label: words.present }];
  const state = value === undefined ? ABSENT : isSwitch ? String(value) : 'present';
  return (
    <SegmentedControl
      size="xs"
      readOnly={readOnly}
      aria-labelledby={labelledBy}
      data={[{ value: ABSENT, label: words.absent }, ...states]}
      value={state}
      onChange={(next) =>
        onChange(next === ABSENT ? undefined : isSwitch ? next === 'true' : (value ?? definition.default))
      }
    />
  );
}
