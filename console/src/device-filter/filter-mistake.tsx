import { Trans } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import type { DeviceFilterError } from '../../../contracts/device-filter';
import classes from './filter-box.module.css';

interface FilterMistakeProps {
  text: string;
  mistake: DeviceFilterError;
}

/** Shows where a filter goes wrong, and says what would be right. */
export function FilterMistake({ text, mistake: { span, message } }: FilterMistakeProps) {
  const wrong = text.slice(span.from, span.to) || '␣';
  return (
    <Text component="span" size="xs" c="var(--mantine-color-error)">
      <Trans><span className={`lk-code ${classes.written}`}>
        {text.slice(0, span.from)}
        <mark className={classes.wrong}>{wrong}</mark>
        {text.slice(span.to)}
      </span>
      <br />
      The filter {message}.</Trans>
    </Text>
  );
}

/** Whether somebody is still writing what is wrong: then it is not held against him yet. */
export function isStillWriting(text: string, { span }: DeviceFilterError): boolean {
  return span.to === text.length;
}
