import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type FormEvent } from 'react';
import type { Assignment } from '../api/types';
import { ImpactLine } from '../plans/impact-line';
import { whenDone } from '../plans/use-change';
import { changePriority, priorityInWords, useChangePriority } from './package-queries';

const MODAL = 'priority';

/** What an assignment has when nobody said otherwise. */
export const USUAL_PRIORITY = 100;

/** Opens the dialog with the priority of a package at a site. */
export function openPriority(assignment: Assignment): void {
  modals.open({
    modalId: MODAL,
    title: t`${assignment.packageName} at ${assignment.siteName}`,
    children: <Priority assignment={assignment} />,
  });
}

function Priority({ assignment }: { assignment: Assignment }) {
  const [priority, setPriority] = useState<number | ''>(assignment.priority);
  const change = useChangePriority(assignment);
  const isNew = priority !== '' && priority !== assignment.priority;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNew) change.mutate(priority, { onSuccess: whenDone(() => modals.close(MODAL)) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <NumberInput
          label={t`Priority`}
          description={t`Where packages of a site disagree, the one with the higher priority holds; settings that protect people take the strictest value.`}
          min={0}
          max={10_000}
          allowDecimal={false}
          value={priority}
          onChange={(value) => setPriority(typeof value === 'number' ? value : '')}
          data-autofocus
        />
        <ImpactLine
          change={['priority', assignment.id, assignment.version, priority]}
          request={isNew ? changePriority(assignment, priority) : null}
          title={isNew ? priorityInWords(assignment, priority) : ''}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={!isNew} loading={change.isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
