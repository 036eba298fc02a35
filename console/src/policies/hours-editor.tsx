import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Box, Button, Code, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { hoursByDay, parseWeeklyHours } from '../../../contracts/policy-settings/weekly-hours';
import classes from './hours-editor.module.css';
import { clockTime, hoursText, minutesOf, nextRange, type DayHours } from './day-hours';
import { HoursBar } from './hours-bar';

interface HoursEditorProps {
  /** `always`, `never`, or hours of weekdays. */
  value: string;
  onChange: (value: string) => void;
  labelledBy: string;
  readOnly: boolean;
}

const DAYS = [t`Monday`, t`Tuesday`, t`Wednesday`, t`Thursday`, t`Friday`, t`Saturday`, t`Sunday`];
const WORKING_HOURS = 'mon-fri 08:00-18:00';

/** Hours of a week, day by day; what is chosen is also shown as the text that the API takes. */
export function HoursEditor({ value, onChange, labelledBy, readOnly }: HoursEditorProps) {
  const mode = value === 'always' || value === 'never' ? value : 'hours';
  const days = hoursByDay(parseWeeklyHours(value) ?? []);
  const change = (day: number, ranges: DayHours) =>
    onChange(hoursText(days.map((each, index) => (index === day ? ranges : each))));
  return (
    <Stack gap="xs" className={classes.editor} role="group" aria-labelledby={labelledBy}>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        readOnly={readOnly}
        aria-labelledby={labelledBy}
        data={[
          { value: 'always', label: t`Always` },
          { value: 'hours', label: t`At these hours` },
          { value: 'never', label: t`Never` },
        ]}
        value={mode}
        onChange={(next) => onChange(next === 'hours' ? WORKING_HOURS : next)}
      />
      {mode === 'hours' && (
        <>
          <Stack gap={6} component="ul" className={classes.days}>
            {days.map((ranges, day) => (
              <Day
                key={DAYS[day]}
                name={DAYS[day]!}
                ranges={ranges}
                onChange={(next) => change(day, next)}
                readOnly={readOnly}
              />
            ))}
          </Stack>
          {!readOnly && (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconCopy size={13} />}
              style={{ alignSelf: 'flex-start' }}
              onClick={() => onChange(hoursText(days.map((ranges, day) => (day < 5 ? days[0]! : ranges))))}
            >
              <Trans>Monday to Friday as Monday</Trans>
            </Button>
          )}
          <Text size="xs" c="dimmed">
            <Trans>In the time zone of each site. As text: <Code fz="xs">{value}</Code></Trans>
          </Text>
        </>
      )}
    </Stack>
  );
}

interface DayProps {
  name: string;
  ranges: DayHours;
  onChange: (ranges: DayHours) => void;
  readOnly: boolean;
}

function Day({ name, ranges, onChange, readOnly }: DayProps) {
  const more = nextRange(ranges);
  return (
    <Box component="li" className={classes.day}>
      <Text size="xs" fw={600} className={classes.name}>
        {name}
      </Text>
      <HoursBar ranges={ranges} />
      <Group gap={6} className={classes.ranges}>
        {ranges.length === 0 && (
          <Text size="xs" c="dimmed">
            <Trans>Not allowed</Trans>
          </Text>
        )}
        {ranges.map(([from, to], index) => {
          const set = (range: [number, number]) => onChange(ranges.map((each, at) => (at === index ? range : each)));
          return (
            <Group key={from} gap={2} wrap="nowrap" className={classes.range}>
              <Time label={t`${name}, from`} minutes={from} onChange={(next) => set([next, to])} readOnly={readOnly} />
              <Text size="xs">–</Text>
              <Time label={t`${name}, until`} minutes={to} onChange={(next) => set([from, next])} readOnly={readOnly} />
              {!readOnly && (
                <ActionIcon
                  size="sm"
                  color="gray"
                  aria-label={t`Remove ${clockTime(from)} to ${clockTime(to)} on ${name}`}
                  onClick={() => onChange(ranges.filter((_, at) => at !== index))}
                >
                  <IconX size={13} />
                </ActionIcon>
              )}
            </Group>
          );
        })}
        {!readOnly && more && (
          <ActionIcon size="sm" aria-label={t`Add hours on ${name}`} onClick={() => onChange([...ranges, more])}>
            <IconPlus size={14} />
          </ActionIcon>
        )}
      </Group>
    </Box>
  );
}

interface TimeProps {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
  readOnly: boolean;
}

/** Takes effect when it is left, so that a half-typed time never joins or loses hours. */
function Time({ label, minutes, onChange, readOnly }: TimeProps) {
  return (
    <input
      type="time"
      className={classes.time}
      aria-label={label}
      readOnly={readOnly}
      key={minutes}
      defaultValue={clockTime(minutes % 1440)}
      onBlur={(event) => {
        const next = minutesOf(event.currentTarget.value);
        if (next === null) event.currentTarget.value = clockTime(minutes % 1440);
        else if (next !== minutes % 1440) onChange(next);
      }}
    />
  );
}
