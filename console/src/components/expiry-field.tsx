import { t } from '@lingui/core/macro';
import { Group, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

const DAY_MS = 86_400_000;
const SPANS: Record<string, { label: string; days: number }> = {
  day: { label: t`In a day`, days: 1 },
  week: { label: t`In a week`, days: 7 },
  month: { label: t`In 30 days`, days: 30 },
};

interface ExpiryFieldProps {
  /** A moment as the API says it; null: never. */
  value?: string | null;
  onChange: (value: string | null) => void;
  error?: ReactNode;
}

/** When something ends by itself: never, after a usual span, or at a moment. */
export function ExpiryField({ value = null, onChange, error }: ExpiryFieldProps) {
  const [choice, setChoice] = useState<string | null>(value === null ? 'never' : 'moment');
  const choose = (next: string | null) => {
    setChoice(next);
    const span = next === null ? undefined : SPANS[next];
    // A minute less, so that "30 days" is within thirty days also by a clock that runs a little behind.
    if (span) onChange(new Date(Date.now() + span.days * DAY_MS - 60_000).toISOString());
    else onChange(next === 'moment' ? (value ?? new Date(Date.now() + DAY_MS).toISOString()) : null);
  };
  return (
    <Group gap="xs" align="flex-start" grow preventGrowOverflow={false}>
      <Select
        label={t`Ends by itself`}
        allowDeselect={false}
        data={[
          { value: 'never', label: t`Never` },
          ...Object.entries(SPANS).map(([span, { label }]) => ({ value: span, label })),
          { value: 'moment', label: t`At a moment …` },
        ]}
        value={choice}
        onChange={choose}
        error={error}
      />
      {choice === 'moment' && (
        <TextInput
          type="datetime-local"
          label={t`Moment`}
          value={value === null ? '' : localMoment(new Date(value))}
          onChange={(event) => {
            const moment = new Date(event.currentTarget.value);
            if (!Number.isNaN(moment.getTime())) onChange(moment.toISOString());
          }}
        />
      )}
    </Group>
  );
}

/** In the form that the browser's own field takes, in the time zone of the person. */
function localMoment(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
