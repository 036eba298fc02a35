import { Trans } from '@lingui/react/macro';
import { Box, Button, Text } from '@mantine/core';
import { useId } from 'react';
import type { IdentityDoubt } from '../../api/types';
import { useRight } from '../../app/me';
import { confirm } from '../../components/confirm';
import classes from './decisions.module.css';
import { useDecide, type Decision } from './doubt-queries';

interface Choice {
  decision: Decision;
  label: string;
  /** What it does, for somebody who has never done it. */
  words: string;
  /** Asked for once more; it cannot be undone. */
  isFinal?: true;
}

interface DecisionsProps {
  doubt: Pick<IdentityDoubt, 'id' | 'name'>;
  choices: readonly Choice[];
}

/** The answers that end a doubt, each with what it does. */
export function Decisions({ doubt, choices }: DecisionsProps) {
  const mayDecide = useRight('devices.change');
  const decide = useDecide(doubt);
  const ids = useId();
  if (!mayDecide) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Somebody who may change this device has to decide, such as the Manager of its client.</Trans>
      </Text>
    );
  }
  const choose = ({ decision, label, words, isFinal }: Choice) => {
    if (!isFinal) return decide.mutate(decision);
    return confirm({
      title: `${label}: ${doubt.name}?`,
      confirm: label,
      children: words,
      onConfirm: () => decide.mutate(decision),
    });
  };
  return (
    <Box component="ul" className={classes.choices}>
      {choices.map((choice) => (
        <li key={choice.decision} className={classes.choice}>
          <Button
            size="xs"
            variant={choice.decision === 'revoke' ? 'light' : 'default'}
            color={choice.decision === 'revoke' ? 'red' : undefined}
            aria-describedby={`${ids}-${choice.decision}`}
            loading={decide.isPending && decide.variables === choice.decision}
            disabled={decide.isPending}
            onClick={() => choose(choice)}
          >
            {choice.label}
          </Button>
          <Text size="sm" id={`${ids}-${choice.decision}`}>
            {choice.words}
          </Text>
        </li>
      ))}
    </Box>
  );
}
