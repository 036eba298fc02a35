import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api } from '../../api/client';
import { tellNews } from '../../api/list-news';
import type { BulkJob } from '../../api/types';
import { QueryState } from '../../components/query-state';
import { useChange, whenDone } from '../../plans/use-change';
import { jobDevicesQuery, jobQuery, undoJob } from './bulk-queries';
import { ACT_WORDS, computers } from './bulk-words';

interface JobPanelProps {
  jobId: string;
  onClose: () => void;
  /** Another job is to be shown: the one that took this one back. */
  onJob: (jobId: string) => void;
}

/** How an act goes on, what became of each computer, and the way back. */
export default function JobPanel({ jobId, onClose, onJob }: JobPanelProps) {
  const query = useQuery(jobQuery(jobId));
  const isOver = query.data !== undefined && query.data.state !== 'running';
  useEffect(() => {
    if (isOver) tellNews();
  }, [isOver, jobId]);
  return (
    <Modal opened onClose={onClose} title={t`What became of them`} size="md">
      <QueryState query={query} compact>
        {(job) => <Job job={job} onClose={onClose} onJob={onJob} />}
      </QueryState>
    </Modal>
  );
}

function Job({ job, onClose, onJob }: { job: BulkJob; onClose: () => void; onJob: (jobId: string) => void }) {
  const client = useQueryClient();
  const { counts, total, state } = job;
  const done = job.act === 'undo' ? t`as before again` : ACT_WORDS[job.act as keyof typeof ACT_WORDS].done;
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/bulk-jobs/{id}/cancel', { params: { path: { id: job.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['bulk-jobs', job.id] }),
  });
  const undo = useChange({
    request: () => undoJob(job.id),
    words: () => ({ title: t`Take it back`, confirm: t`Undo` }),
    preview: 'when-large',
    done: () => '',
    settled: () => client.invalidateQueries({ queryKey: ['bulk-jobs', job.id] }),
  });
  return (
    <Stack>
      {state === 'running' && <Progress value={((total - counts.waiting) / total) * 100} animated aria-label={t`${total - counts.waiting} of ${total} done`} />}
      <Text size="sm" fw={600} role="status">
        {computers(counts.done)} {done}
        {state === 'running' && t`, ${computers(counts.waiting)} to go`}
        {state === 'cancelled' && t`; cancelled before the other ${computers(counts.waiting)}`}
        {state === 'stopped' && t`; stopped by ${job.stopCode ?? ''}`}.
      </Text>
      {state !== 'running' && counts.unchanged > 0 && <Devices job={job} of="unchanged" title={t`${computers(counts.unchanged)} stayed as they were`} />}
      {state !== 'running' && counts.refused > 0 && <Devices job={job} of="refused" title={t`${computers(counts.refused)} refused`} />}
      <Group justify="flex-end">
        {state === 'running' && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            <Trans>Cancel the rest</Trans>
          </Button>
        )}
        {job.canBeUndone && (
          <Button variant="default" leftSection={<IconArrowBackUp size={16} />} loading={undo.isPending} onClick={() => undo.mutate(undefined, { onSuccess: whenDone(({ id }) => onJob(id)) })}>
            <Trans>Undo</Trans>
          </Button>
        )}
        <Button onClick={onClose}><Trans>Close</Trans></Button>
      </Group>
    </Stack>
  );
}

function Devices({ job, of, title }: { job: BulkJob; of: 'refused' | 'unchanged'; title: string }) {
  const { data } = useQuery(jobDevicesQuery(job, of));
  return (
    <details open={of === 'refused'}>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        {title}
      </Text>
      <Stack gap={4} mt={6} mah={260} style={{ overflowY: 'auto' }} tabIndex={0} aria-label={title} role="list">
        {data?.items.map(({ deviceId, name, siteName, code, detail }) => (
          <Group key={deviceId} role="listitem" justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm" truncate>
              {name} <Text span size="xs" c="dimmed">{siteName}</Text>
            </Text>
            <Text size="xs" c="dimmed" ta="end">
              {detail} {code && <span className="lk-code">{code}</span>}
            </Text>
          </Group>
        ))}
      </Stack>
    </details>
  );
}
