import { t } from '@lingui/core/macro';
import { Textarea, type TextareaProps } from '@mantine/core';

/** Why somebody does something that others will wonder about. */
export function ReasonField(props: TextareaProps) {
  return <Textarea label={t`Reason`} required autosize minRows={2} maxRows={6} maxLength={500} {...props} />;
}

/** For the forms that ask for a reason. */
export const reasonGiven = (reason: string): string | null =>
  reason.trim() ? null : t`Say why; everybody who wonders will read it.`;
