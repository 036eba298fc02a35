import { t } from '@lingui/core/macro';
import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ConnectionField } from '../api/types';
import type { ConnectionDraft } from './connection-queries';

interface ConnectionFieldsProps {
  fields: readonly ConnectionField[];
  form: UseFormReturnType<ConnectionDraft>;
  /** Secrets that are stored: they may be left out. */
  stored: readonly string[];
}

/** The form of a kind, drawn from what it says of its fields. */
export function ConnectionFields({ fields, form, stored }: ConnectionFieldsProps) {
  return fields.map((field) => {
    const { key, title, help, required, input, choices } = field;
    const isStored = stored.includes(key);
    const common = { label: title, description: help, required: required && !isStored, ...form.getInputProps(`connection.${key}`) };
    if (input === 'secret') return <PasswordInput key={key} autoComplete="new-password" placeholder={isStored ? t`Stored; stays as it is when left empty` : undefined} {...common} />;
    if (input === 'lines') return <Textarea key={key} autosize minRows={2} maxRows={6} {...common} />;
    if (input === 'choice') return <Select key={key} data={choices} clearable={!required} {...common} value={form.getValues().connection[key] || null} />;
    return <TextInput key={key} placeholder={input === 'url' ? 'https://' : undefined} {...common} />;
  });
}

/** All fields of a kind, filled with what is stored; secrets are empty, for nobody is told them. */
export const draftOf = (fields: readonly ConnectionField[], stored: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(fields.map(({ key }) => [key, stored[key] ?? '']));

/** What is sent: an empty secret says nothing, everything else that is empty empties its field. */
export const saidIn = (fields: readonly ConnectionField[], connection: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ key, input }) => (input === 'secret' && !connection[key] ? [] : [[key, connection[key] ?? '']])));
