import { Trans } from '@lingui/react/macro';
import { Code, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FormEvent } from 'react';
import { asProblem, fieldErrors, type Problem } from './problem';

/** The words of a refusal, with the code and the request id that support asks for. */
export function ProblemWords({ problem }: { problem: Problem }) {
  return (
    <Stack gap={4} c="var(--mantine-color-text)">
      {problem.detail && <Text size="sm">{problem.detail}</Text>}
      {problem.usedBy.length > 0 && (
        <Text size="sm"><Trans>Used by {problem.usedBy.map(({ kind, name }) => `${kind} “${name}”`).join(', ')}.</Trans></Text>
      )}
      {problem.errors.map(({ pointer, message }) => (
        <Text size="sm" key={pointer}>
          {pointer.replace(/^\//, '')}: {message}
        </Text>
      ))}
      <Text size="xs" c="dimmed" span>
        <Code fz="xs">{problem.code}</Code> {problem.requestId && <><Trans>request {problem.requestId}</Trans></>}
      </Text>
    </Stack>
  );
}

/** The one place where a refusal becomes a notice. */
export function showProblem(error: unknown): void {
  const problem = asProblem(error);
  notifications.show({
    color: problem.status === 202 ? 'orange' : 'red',
    title: problem.title,
    message: <ProblemWords problem={problem} />,
    autoClose: 12_000,
  });
}

interface FormWithErrors {
  setErrors: (errors: Record<string, string>) => void;
  getValues: () => object;
}

/** Puts refused fields next to their inputs; what belongs to no input becomes a notice. */
export function showProblemInForm(error: unknown, form: FormWithErrors): void {
  const problem = asProblem(error);
  const errors = fieldErrors(problem);
  const fields = Object.keys(form.getValues());
  const shown = Object.entries(errors).filter(([path]) => fields.includes(path.split('.')[0] ?? ''));
  if (shown.length > 0) form.setErrors(Object.fromEntries(shown));
  else showProblem(problem);
}

interface SentForm<T> extends FormWithErrors {
  onSubmit: (send: (values: T) => void) => (event?: FormEvent<HTMLFormElement>) => void;
}

/** What a form does when it is sent; a refusal is shown beside its fields. */
export function sending<T>(form: SentForm<T>, send: (values: T) => Promise<unknown>) {
  return form.onSubmit((values) => send(values).catch((error: unknown) => showProblemInForm(error, form)));
}

/** Says that something worked. */
export function showDone(message: string): void {
  notifications.show({ color: 'teal', message, autoClose: 4_000 });
}
