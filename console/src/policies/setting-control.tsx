import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
  /** What is saved, in words; given where the value differs from it. */
  before?: string | undefined;
  /** Somebody came for this one. */
  isWanted?: boolean;
  onChange: (value: SettingValue | undefined) => void;
  error?: string | undefined;
  /** Instead of what policies in general say about the default. */
  note?: string;
  words?: SettingWords;
  readOnly?: boolean;
  /** Provider instances that cannot enforce it. */
  notExpressibleOn?: readonly string[] | undefined;
}

/** Where in the document a setting is. */
export const settingId = (key: string): string => `setting-${key}`;

/** One setting: what it does, what holds without it, and the three states on, off (or a value) and not configured. */
export function SettingControl({
  definition,
  value,
  before,
  isWanted = false,
  onChange,
  error,
  note,
  words = POLICY_WORDS,
  readOnly = false,
  notExpressibleOn,
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
    <Box
      id={settingId(definition.key)}
      className={classes.setting}
      data-configured={value !== undefined || undefined}
      data-wanted={isWanted || undefined}
    >
      <Box className={classes.words}>
        <Group gap={8}>
          <Text size="sm" fw={600} id={labelId}>
            {definition.title}
          </Text>
          {definition.security && <SecurityMark definition={definition} />}
          {before !== undefined && (
            <Badge size="sm" variant="outline" tt="none" fw={500}>
              <Trans>Was: {before}</Trans>
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {definition.help}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          {note ?? (
            <>
              <span>
                <Trans>Default:{' '}
                <Text span inherit fw={600}>
                  {valueInWords(definition, definition.default)}
                </Text></Trans>
              </span>
              {mergeInWords(definition) && <> · {mergeInWords(definition)}</>}
              {definition.enforcedByLatchkeyOnly && t` · Latchkey itself sees to it, on every provider.`}
            </>
          )}
        </Text>
        {notExpressibleOn && (
          <Text size="xs" c="dimmed" mt={2}>
            <Trans>Not expressible on {notExpressibleOn.join(', ')}: there it comes to nothing.</Trans>
          </Text>
        )}
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
  const merging = mergeInWords(definition) ?? t`The first policy in rank that configures it holds.`;
  return (
    <Tooltip label={t`Protects somebody. ${merging}`}>
      <Badge
        size="sm"
        variant="light"
        tt="none"
        leftSection={<IconShieldCheck size={12} />}
        tabIndex={0}
        aria-label={t`Security setting. ${merging}`}
        className={classes.mark}
      >
        <Trans>Security</Trans>
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
        { value: 'true', label: t`On` },
        { value: 'false', label: t`Off` },
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
