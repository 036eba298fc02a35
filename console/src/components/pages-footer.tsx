import { select, t } from '@lingui/core/macro';
import { ActionIcon, Group, NativeSelect, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { Page } from '../api/types';
import { number } from '../language/formats';

const SIZES = ['25', '50', '100', '250'];

interface PagesFooterProps {
  page: Page<unknown> | undefined;
  /** One, and many of it. */
  noun: readonly [string, string];
  cursor: string | undefined;
  limit?: number;
  onLimit?: (limit: number) => void;
  onNext: (cursor: string) => void;
  onBack: () => void;
}

/** How many there are, and the way through a list that has no page numbers (rows move while one reads). */
export function PagesFooter({ page, noun, cursor, limit, onLimit, onNext, onBack }: PagesFooterProps) {
  if (!page) return null;
  const [one, many] = noun;
  const total = t`${select(page.totalIsCapped ? 'yes' : 'no', { yes: 'more than ', other: '' })}${number.format(page.total)}`;
  return (
    <Group justify="space-between" px="md" py={8} gap="xs">
      <Text size="xs" c="dimmed" className="lk-figures" role="status">
        {page.items.length < page.total || cursor ? t`${number.format(page.items.length)} of ${total}` : total}{' '}
        {page.total === 1 ? one : many}
      </Text>
      <Group gap="xs">
        {onLimit && page.total > 25 && (
          <NativeSelect
            size="xs"
            aria-label={t`Rows per page`}
            data={SIZES.map((size) => ({ value: size, label: t`${size} rows` }))}
            value={String(limit ?? 50)}
            onChange={(event) => onLimit(Number(event.currentTarget.value))}
          />
        )}
        {(cursor || page.nextCursor) && (
          <>
            <ActionIcon variant="default" aria-label={t`Previous page`} disabled={!cursor} onClick={onBack}>
              <IconChevronLeft size={16} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label={t`Next page`}
              disabled={!page.nextCursor}
              onClick={() => page.nextCursor && onNext(page.nextCursor)}
            >
              <IconChevronRight size={16} />
            </ActionIcon>
          </>
        )}
      </Group>
    </Group>
  );
}
