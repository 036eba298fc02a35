import { Trans } from '@lingui/react/macro';
import { Anchor, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowsShuffle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '../api/problem';
import { planOf, type ChangeRequest } from './change-request';
import { showPlan } from './plan-question';
import { impactInWords } from './plan-words';

const TYPING_MS = 500;

interface ImpactLineProps {
  /** Names what is changed, and the values it would be changed to. */
  change: readonly unknown[];
  /** Null while there is nothing that could be planned. */
  request: ChangeRequest<unknown> | null;
  /** The act as a sentence, for the dialog. */
  title: string;
}

/** Before a change is made: what it would do, in one line, with the way to the whole plan. */
export function ImpactLine({ change, request, title }: ImpactLineProps) {
  const wanted = request ? JSON.stringify(change) : '';
  const [settled] = useDebouncedValue(wanted, TYPING_MS);
  const query = useQuery({
    queryKey: ['plan', settled],
    queryFn: () => planOf(request!),
    enabled: request !== null && settled === wanted,
    // A plan is of this very moment.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  if (!request) return null;
  const plan = settled === wanted ? query.data : undefined;
  return (
    <Group gap={8} role="status" wrap="nowrap" mih={22} miw={0}>
      {plan ? (
        <>
          {plan.moved > 0 ? <IconArrowsShuffle size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />}
          <Text size="sm" span className="lk-figures">
            {impactInWords(plan)}
          </Text>
          <Anchor component="button" type="button" size="sm" onClick={() => showPlan(title, plan)}>
            <Trans>Preview</Trans>
          </Anchor>
        </>
      ) : query.isError && settled === wanted ? (
        <Text size="sm" c="dimmed" span>
          <Trans>Cannot be planned: {asProblem(query.error).detail || asProblem(query.error).title}</Trans>
        </Text>
      ) : (
        <>
          <Loader size={14} aria-hidden />
          <Text size="sm" c="dimmed" span>
            <Trans>Planning …</Trans>
          </Text>
        </>
      )}
    </Group>
  );
}
