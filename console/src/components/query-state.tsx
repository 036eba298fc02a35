import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Skeleton, Stack } from '@mantine/core';
import { IconCloudOff, IconLock, IconMapPinOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asProblem, isForbidden, isMissing } from '../api/problem';
import { ProblemWords } from '../api/show-problem';
import { EmptyState } from './empty-state';

interface QueryStateProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  /** Stands in while the first answer is on its way. */
  loading?: ReactNode;
  compact?: boolean;
}

/** Shows what was asked for, or that it is coming, or why it does not come. */
export function QueryState<T>({ query, children, loading, compact = false }: QueryStateProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Refused error={query.error} onRetry={() => void query.refetch()} compact={compact} />;
  return <>{loading ?? <Rows />}</>;
}

/** Grey bars where rows will be. */
export function Rows({ count = 4 }: { count?: number }) {
  return (
    <Stack gap="xs" p="md" role="status" aria-busy="true" aria-label={t`Loading`}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={16} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}

interface RefusedProps {
  error: unknown;
  onRetry: () => void;
  compact?: boolean;
}

/** Three different things that all look like "nothing here": no permission, not there, no answer. */
export function Refused({ error, onRetry, compact }: RefusedProps) {
  const problem = asProblem(error);
  if (isForbidden(error)) {
    return (
      <EmptyState icon={IconLock} title={t`You may not see this`} colour="yellow" compact={compact}>
        {problem.detail || t`Your role does not include this. A Super Admin can change roles under Settings, Users.`}
      </EmptyState>
    );
  }
  if (isMissing(error)) {
    return (
      <EmptyState icon={IconMapPinOff} title={t`Not found`} compact={compact}>
        <Trans>It does not exist (any more), or it is outside the clients and sites you look after.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconCloudOff}
      title={problem.title}
      colour="red"
      compact={compact}
      action={
        <Button variant="default" onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      <ProblemWords problem={problem} />
    </EmptyState>
  );
}
