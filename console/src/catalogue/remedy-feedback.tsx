import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { catalogueQuery } from './catalogue-query';

/** "Did this fix it?": what everybody has said of a remedy, and the own word, which can be changed. */
export function RemedyFeedback({ code }: { code: string }) {
  const client = useQueryClient();
  const said = useQuery(catalogueQuery).data?.feedback.find((each) => each.code === code);
  const say = useMutation({
    mutationFn: (helped: boolean) =>
      answer(api.POST('/api/v1/status-catalogue/{code}/feedback', { params: { path: { code } }, body: { helped } })),
    onSuccess: () => client.invalidateQueries({ queryKey: catalogueQuery.queryKey }),
  });
  const button = (helped: boolean, label: string) => (
    <Button
      size="compact-xs"
      variant={said?.mine === helped ? 'light' : 'subtle'}
      aria-pressed={said?.mine === helped}
      disabled={say.isPending}
      onClick={() => say.mutate(helped)}
    >
      {label}
    </Button>
  );
  const total = said ? said.helped + said.notHelped : 0;
  return (
    <Group gap={4} mt={6} role="group" aria-label={t`Did this fix ${code}?`}>
      <Text size="xs" c="dimmed">
        <Trans>Did this fix it?</Trans>
      </Text>
      {button(true, t`Yes`)}
      {button(false, t`No`)}
      {said && total > 0 && (
        <Text size="xs" c="dimmed">
          <Trans>It helped {said.helped} of {total}.</Trans>
        </Text>
      )}
    </Group>
  );
}
