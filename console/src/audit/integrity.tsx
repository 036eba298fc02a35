import { t } from '@lingui/core/macro';
import { Select as Choice, Plural, Trans } from '@lingui/react/macro';
import { Badge, Button, FileButton, Group, Text } from '@mantine/core';
import { IconProgressCheck, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api } from '../api/client';
import type { AuditSealing, AuditVerdict } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { duration, RelativeTime } from '../components/relative-time';
import { sealingQuery } from './audit-query';

/** Older than this, entries that are not sealed mean that core does not run. */
const SEALED_WITHIN_SECONDS = 30;

/** A log of this size is verified whenever somebody looks at it; a longer one takes seconds and is verified on demand. */
const VERIFIED_AT_SIGHT = 20_000;

/** Whether the log is as it was sealed: at sight where that is quick, on demand always, if wished against checkpoints that were kept outside. */
export function Integrity() {
  const sealing = useQuery(sealingQuery);
  const verify = useMutation({
    mutationFn: async (kept: File | null) =>
      kept
        ? answer(api.POST('/api/v1/audit/verify', { body: { checkpoints: checkpointsIn(await kept.text()) } }))
        : answer(api.GET('/api/v1/audit/verify')),
  });
  const { mutate } = verify;
  const isQuick = sealing.data !== undefined && sealing.data.sealed <= VERIFIED_AT_SIGHT;
  useEffect(() => {
    if (isQuick) mutate(null);
  }, [isQuick, mutate]);
  return (
    <Group className="lk-card" p="sm" mb="sm" gap="sm" role="status" aria-label={t`Integrity of the log`}>
      <ChainBadge verdict={verify.data} isVerifying={verify.isPending} />
      <Text size="sm" flex={1} miw={240}>
        {verify.data ? <Verdict verdict={verify.data} /> : t`Every entry is sealed within a second into a chain of hashes.`}
        {sealing.data && <Sealing sealing={sealing.data} verdict={verify.data} />}
      </Text>
      {verify.data?.latest && <CopyButton value={JSON.stringify(verify.data.latest)} label={t`Copy the newest checkpoint`} />}
      <FileButton accept=".jsonl,.json,.txt" onChange={(file) => file && verify.mutate(file)}>
        {(props) => (
          <Button {...props} variant="subtle" size="xs">
            <Trans>Verify against kept checkpoints</Trans>
          </Button>
        )}
      </FileButton>
      <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate(null)}>
        <Trans>Verify the log</Trans>
      </Button>
    </Group>
  );
}

function ChainBadge({ verdict, isVerifying }: { verdict: AuditVerdict | undefined; isVerifying: boolean }) {
  const [colour, BadgeIcon, word] = isVerifying
    ? (['gray', IconProgressCheck, t`Verifying …`] as const)
    : verdict === undefined
      ? (['gray', IconProgressCheck, t`Not verified yet`] as const)
      : verdict.intact
        ? (['teal', IconShieldCheck, t`Chain verified`] as const)
        : (['red', IconShieldX, t`Chain broken`] as const);
  return (
    <Badge color={colour} variant="light" size="lg" tt="none" leftSection={<BadgeIcon size={15} aria-hidden />}>
      {word}
    </Badge>
  );
}

/** What has come since it was verified, and when it was last signed. */
function Sealing({ sealing: { sealed, unsealed, unsealedSeconds, checkpointAt }, verdict }: { sealing: AuditSealing; verdict: AuditVerdict | undefined }) {
  const since = verdict === undefined ? 0 : sealed - verdict.sealed;
  const isLate = unsealedSeconds !== null && unsealedSeconds > SEALED_WITHIN_SECONDS;
  return (
    <Text component="span" display="block" size="xs" c={isLate ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' : 'dimmed'}>
      {since > 0 && t`${since} sealed since then. `}
      {isLate && t`${unsealed} not sealed, the oldest for ${duration(unsealedSeconds)}: core seems to be down. `}
      {checkpointAt && (
        <>
          <Trans>Last checkpoint <RelativeTime at={checkpointAt} inherit c="inherit" />.</Trans>
        </>
      )}
    </Text>
  );
}

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const { intact, sealed, checkpoints, problems, problemCount, shippedSeq, shippingFailure } = verdict;
  return (
    <>
      <b>{intact ? t`Intact.` : t`Not as it was sealed.`}</b>{' '}
      <span>
        <Trans>{sealed} <Plural value={sealed} one="entry" other="entries" /> sealed, {checkpoints} signed{' '}
        <Plural value={checkpoints} one="checkpoint" other="checkpoints" />
        <Choice value={shippedSeq > 0 ? 'yes' : 'no'} _yes={`, copied outside up to entry ${shippedSeq}`} other="" />.</Trans>
      </span>
      {shippingFailure && t` The copy outside is behind: ${shippingFailure}`}
      {problems.map(({ kind, seq, detail }) => (
        <Text key={`${kind} ${seq}`} component="span" display="block" size="sm" c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))">
          <Trans>Entry {seq}: {detail}.</Trans>
        </Text>
      ))}
      {problemCount > problems.length && t` And ${problemCount - problems.length} more.`}
    </>
  );
}

/** A sink writes one checkpoint a line; a list of them is understood too. */
function checkpointsIn(text: string): Record<string, unknown>[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return JSON.parse(trimmed) as Record<string, unknown>[];
  return trimmed.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
}
