import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Text, ThemeIcon } from '@mantine/core';
import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Attention } from '../api/types';
import { usePlace } from '../app/place';
import { EmptyState } from '../components/empty-state';
import { QueryState } from '../components/query-state';
import { RelativeTime } from '../components/relative-time';
import { Section } from '../components/section';
import classes from './attention.module.css';
import { attentionQuery } from './attention-query';
import { ATTENTION } from './attention-words';

/** What needs a person now, the most pressing first; each line leads to where it is settled. */
export function AttentionList() {
  const query = useQuery(attentionQuery(usePlace()));
  return (
    <Section title={t`Needs a person`}>
      <QueryState query={query} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconCircleCheck} title={t`Nothing waits for you`} colour="teal" compact>
              <Trans>Failures, approvals, halted rollouts, doubtful identities and what is about to end appear here.</Trans>
            </EmptyState>
          ) : (
            <Box component="ul" className={classes.list}>
              {items.map((item) => (
                <Row key={item.kind} item={item} />
              ))}
            </Box>
          )
        }
      </QueryState>
    </Section>
  );
}

function Row({ item }: { item: Attention }) {
  const { icon: KindIcon, colour, title, detail, act, way } = ATTENTION[item.kind];
  const { to, params, search } = way(item);
  const said = detail(item);
  return (
    <li>
      <Link to={to} params={params as never} search={(search ?? {}) as never} className={classes.row}>
        <ThemeIcon variant="light" color={colour} radius="md" size={32} style={{ flex: 'none' }}>
          <KindIcon size={18} stroke={1.7} aria-hidden />
        </ThemeIcon>
        <Box miw={0} flex={1}>
          <Text size="sm" fw={600}>
            {title(item)}
          </Text>
          {(said !== null || item.at !== null) && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {said}
              {said !== null && item.at !== null && ' · '}
              {item.at !== null && <RelativeTime at={item.at} size="xs" c="dimmed" />}
            </Text>
          )}
        </Box>
        <Group gap={2} wrap="nowrap" className={classes.act}>
          <Text size="sm" fw={550} inherit>
            {act}
          </Text>
          <IconChevronRight size={16} aria-hidden />
        </Group>
      </Link>
    </li>
  );
}
