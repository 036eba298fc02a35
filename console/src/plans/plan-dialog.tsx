import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Center, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { IconHourglass, IconRefreshAlert } from '@tabler/icons-react';
import { ButtonLink } from '../components/links';
import { AgreeToPlan } from './agree-to-plan';
import { Notice } from './notice';
import { PlanDetails } from './plan-details';
import { answerPlan, usePlanQuestion, type PlanQuestion } from './plan-question';

/** Above every other dialog, also those with the form that asks. */
const ABOVE_DIALOGS = 300;

/** "What this will do": the plan of a change, and the decision about it. */
export function PlanDialog() {
  const question = usePlanQuestion();
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const close = () => answerPlan(null);
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      title={t`What this will do`}
      size={780}
      fullScreen={isNarrow}
      centered={false}
      transitionProps={{ exitDuration: 0 }}
      zIndex={ABOVE_DIALOGS}
      closeOnEscape={false}
      closeOnClickOutside={question?.state === 'looking' || question?.state === 'waiting'}
      withCloseButton={question?.state !== 'applying'}
    >
      {question && <Question question={question} onClose={close} />}
    </Modal>
  );
}

function Question({ question, onClose }: { question: PlanQuestion; onClose: () => void }) {
  const { words, plan, state } = question;
  if (state === 'waiting') return <Waiting question={question} onClose={onClose} />;
  return (
    <Stack gap="md">
      <Text fw={600}>{words.title}</Text>
      {question.drifted && (
        <Notice colour="orange" icon={IconRefreshAlert} title={t`Something has changed since this was planned`}>
          <Trans>Nothing has been done. This is the new plan; look at it again.</Trans>
        </Notice>
      )}
      {words.lead && (
        <Text size="sm" c="dimmed" component="div">
          {words.lead}
        </Text>
      )}
      {plan ? (
        <PlanDetails plan={plan} />
      ) : (
        <Center py="lg" role="status">
          <Loader size="sm" aria-label={t`Planning`} />
        </Center>
      )}
      {plan && state !== 'looking' ? (
        // A new plan is agreed to anew.
        <AgreeToPlan key={plan.hash} plan={plan} words={words} busy={state === 'applying'} />
      ) : (
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {state === 'looking' ? t`Close` : t`Cancel`}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** The request is kept; whoever asked can go on. */
function Waiting({ question: { words, approvalId }, onClose }: { question: PlanQuestion; onClose: () => void }) {
  const leave = () => {
    modals.closeAll();
    onClose();
  };
  return (
    <Stack gap="md">
      <Text fw={600}>{words.title}</Text>
      <Notice colour="latch" icon={IconHourglass} title={t`Waits for a second person`}>
        <Trans>Nothing has been done yet. The request is kept for 24 hours; it is carried out as soon as somebody else approves
        it, provided that the plan still holds then.</Trans>
      </Notice>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
        {approvalId && (
          <ButtonLink to="/approvals/$approvalId" params={{ approvalId }} onClick={leave}>
            <Trans>Open in Approvals</Trans>
          </ButtonLink>
        )}
      </Group>
    </Stack>
  );
}
