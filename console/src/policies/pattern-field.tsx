import { t } from '@lingui/core/macro';
import { Badge, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { matchesPattern, refusePattern } from '../../../contracts/policy-settings/text-pattern';

interface PatternFieldProps {
  value: string;
  onChange: (value: string) => void;
  maxLength?: number;
  emptyMeans?: string;
  labelledBy: string;
  readOnly: boolean;
}

/** A regular expression with a place to try it; judged by the same rules as on the server. */
export function PatternField({ value, onChange, maxLength, emptyMeans, labelledBy, readOnly }: PatternFieldProps) {
  const [sample, setSample] = useState('');
  const refusal = refusePattern(value);
  const matches = refusal === null && matchesPattern(value, sample);
  return (
    <Stack gap={6} w={320} maw="100%">
      <TextInput
        size="xs"
        readOnly={readOnly}
        aria-labelledby={labelledBy}
        placeholder={emptyMeans}
        maxLength={maxLength}
        spellCheck={false}
        classNames={{ input: 'lk-code' }}
        value={value}
        error={refusal && t`It ${refusal}.`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value !== '' && refusal === null && (
        <TextInput
          size="xs"
          aria-label={t`Try the expression`}
          placeholder={t`Try it: what somebody might write`}
          value={sample}
          onChange={(event) => setSample(event.currentTarget.value)}
          description={
            sample && (
              <Badge size="sm" variant="light" tt="none" color={matches ? 'teal' : 'red'} role="status">
                {matches ? t`Would be accepted` : t`Would be refused`}
              </Badge>
            )
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
      )}
    </Stack>
  );
}
