import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { Plan } from '../api/types';
import { Notice } from './notice';
import { answerPlan, type PlanWords } from './plan-question';
import { devices } from './plan-words';
import { RolloutChoices } from './rollout-choices';
import { AS_USUAL, rolloutTerms } from './rollout-draft';

interface AgreeToPlanProps {
  plan: Plan;
  words: PlanWords;
  /** It is being done. */
  busy: boolean;
}

/** The decision about a plan: for a large one with its rollout, and the number of devices typed. */
export function AgreeToPlan({ plan, words, busy }: AgreeToPlanProps) {
  const [draft, setDraft] = useState(AS_USUAL);
  const [typed, setTyped] = useState('');
  const terms = rolloutTerms(draft);
  const isCounted = !plan.needsConfirmation || typed.replace(/\D/g, '') === String(plan.moved);
  const isReady = isCounted && terms !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog may stand in a portal of a form; that form is not what was submitted.
    event.stopPropagation();
    if (isReady && !busy) answerPlan({ plan, rollout: terms });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {plan.needsConfirmation && (
          <>
            <RolloutChoices draft={draft} onChange={setDraft} limit={plan.limit} />
            <TextInput
              label={t`Type ${plan.moved} to confirm`}
              description={t`That is how many devices change.`}
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              w={{ base: '100%', xs: 260 }}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </>
        )}
        {plan.requiresApproval && (
          <Notice colour="latch" icon={IconUsersPlus} title={t`Needs a second person`}>
            <Trans>A change of more than {devices(plan.limit)} is carried out only when somebody else approves it. Your request
            is kept for 24 hours.</Trans>
          </Notice>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answerPlan(null)} disabled={busy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color={words.danger ? 'red.9' : undefined} disabled={!isReady} loading={busy}>
            {plan.requiresApproval ? t`Ask for approval` : words.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
