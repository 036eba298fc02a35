import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Loader, Modal, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { BulkAct, BulkOrder, BulkPreview } from '../../api/types';
import { ProblemWords } from '../../api/show-problem';
import { asProblem } from '../../api/problem';
import { ExpiryField } from '../../components/expiry-field';
import { ReasonField } from '../../components/reason-field';
import { number } from '../../language/formats';
import { packagesQuery } from '../../packages/package-queries';
import { useChange, whenDone } from '../../plans/use-change';
import { allSitesQuery } from '../../sites/site-queries';
import { previewQuery, startJob } from './bulk-queries';
import { ACT_WORDS, computers } from './bulk-words';

interface BulkDialogProps {
  act: BulkAct;
  selection: BulkOrder['selection'];
  count: number;
  isCapped: boolean;
  onClose: () => void;
  onStarted: (jobId: string) => void;
}

type Draft = Omit<BulkOrder, 'act' | 'selection'>;

/** Says what an act takes, shows exactly what would become of the computers, and begins it. */
export default function BulkDialog({ act, selection, count, isCapped, onClose, onStarted }: BulkDialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({});
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(draft, 350);
  const orderOf = (said: Draft): BulkOrder | null => (isComplete(act, said) ? { act, selection, ...said } : null);
  const order = orderOf(draft);
  const asked = orderOf(settled);
  const preview = useQuery(previewQuery(asked));
  const words = ACT_WORDS[act];
  const start = useChange({
    request: startJob,
    words: () => ({ title: words.title(computers(count, isCapped)), confirm: words.name, danger: act === 'uninstall' }),
    preview: act === 'retry' ? 'if-refused' : act === 'change-tags' ? 'when-large' : 'always',
    done: () => '',
    settled: () => Promise.all([client.invalidateQueries({ queryKey: ['summary'] }), client.invalidateQueries({ queryKey: ['facets'] })]),
  });
  const isTyped = act !== 'uninstall' || typed.trim() === String(preview.data?.changing ?? '');
  const isReady = order !== null && draft === settled && preview.isSuccess && (preview.data?.changing ?? 0) > 0 && isTyped;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    start.mutate(order, { onSuccess: whenDone(({ id }) => onStarted(id)) });
  };
  return (
    <Modal opened onClose={onClose} title={words.title(computers(count, isCapped))} size="md">
      <form onSubmit={submit}>
        <Stack>
          <Fields act={act} draft={draft} onChange={setDraft} />
          {asked && preview.isError && <ProblemWords problem={asProblem(preview.error)} />}
          {asked && !preview.isError && <Preview preview={preview.data} done={words.done} />}
          {act === 'uninstall' && preview.data && (
            <TextInput
              label={t`Type ${preview.data.changing} to confirm`}
              description={t`Remote agents are removed at the next contact. This cannot be taken back.`}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" color={act === 'uninstall' ? 'red.9' : undefined} disabled={!isReady} loading={start.isPending}>
              {words.name}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function isComplete(act: BulkAct, draft: Draft): boolean {
  switch (act) {
    case 'change-tags':
      return (draft.addTags?.length ?? 0) + (draft.removeTags?.length ?? 0) > 0;
    case 'move':
      return draft.siteId !== undefined;
    case 'assign-package':
      return draft.packageId !== undefined;
    case 'exclude':
      return (draft.reason?.trim() ?? '') !== '';
    default:
      return true;
  }
}

function Preview({ preview, done }: { preview: BulkPreview | undefined; done: string }) {
  if (!preview) return <Loader size="xs" aria-label={t`Looking what would change`} />;
  return (
    <Stack gap={4} role="status" aria-label={t`What would change`}>
      <Text size="sm" fw={600}>
        <Trans>{computers(preview.changing)} of {number.format(preview.devices)} will be {done}.</Trans>
      </Text>
      {preview.reasons.map(({ state, code, detail, devices }) => (
        <Text size="sm" c="dimmed" key={`${state} ${code} ${detail}`}>
          {computers(devices)}: {detail}
          {code && ` (${code})`}
        </Text>
      ))}
    </Stack>
  );
}

interface FieldsProps {
  act: BulkAct;
  draft: Draft;
  onChange: (draft: Draft) => void;
}

function Fields({ act, draft, onChange }: FieldsProps) {
  const sites = useQuery({ ...allSitesQuery(), enabled: act === 'move' });
  const packages = useQuery({ ...packagesQuery, enabled: act === 'assign-package' });
  switch (act) {
    case 'change-tags':
      return (
        <>
          <TagsInput label={t`Add`} description={t`Enter after each.`} data-autofocus value={draft.addTags ?? []} onChange={(addTags) => onChange({ ...draft, addTags })} />
          <TagsInput label={t`Remove`} description={t`Enter after each.`} value={draft.removeTags ?? []} onChange={(removeTags) => onChange({ ...draft, removeTags })} />
        </>
      );
    case 'move':
      return (
        <Select
          label={t`Site`}
          data-autofocus
          searchable
          data={sites.data?.items.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` })) ?? []}
          value={draft.siteId ?? null}
          onChange={(siteId) => onChange(siteId ? { siteId } : {})}
        />
      );
    case 'assign-package':
      return (
        <Select
          label={t`Package`}
          description={t`The sites get it, with every computer that is added to them later.`}
          data-autofocus
          searchable
          data={packages.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={draft.packageId ?? null}
          onChange={(packageId) => onChange(packageId ? { packageId } : {})}
        />
      );
    case 'exclude':
      return (
        <>
          <ReasonField value={draft.reason ?? ''} onChange={(event) => onChange({ ...draft, reason: event.currentTarget.value })} data-autofocus />
          <ExpiryField value={draft.expiresAt ?? null} onChange={(expiresAt) => onChange({ ...draft, expiresAt })} />
        </>
      );
    case 'retry':
      return <Text size="sm" c="dimmed"><Trans>Says that the cause is gone: what has failed is tried again at once.</Trans></Text>;
    default:
      return <Text size="sm" c="dimmed"><Trans>The computers disappear from every list, and their enrolment ends. The audit log keeps their history.</Trans></Text>;
  }
}
