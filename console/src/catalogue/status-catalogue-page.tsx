import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Anchor, Badge, Box, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { StatusCatalogue } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { PhaseMark } from '../devices/phase-mark';
import { CatalogueEntryCard } from './catalogue-entry-card';
import { catalogueQuery } from './catalogue-query';
import classes from './status-catalogue.module.css';

/** "Deployment statuses and error descriptions": what every word and code on a device means, and what to do. */
export function StatusCataloguePage() {
  const query = useQuery(catalogueQuery);
  const [words, setWords] = useState('');
  return (
    <>
      <PageHeader
        title={t`Deployment statuses and error descriptions`}
        lead={t`Codes keep their meaning for ever; a link to one stays good.`}
      />
      <TextInput
        id="page-search"
        type="search"
        aria-label={t`Search the catalogue`}
        placeholder={t`Code or words`}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maw={360}
        mb="md"
      />
      <QueryState query={query}>
        {(catalogue) => <Found catalogue={catalogue} words={words.trim().toLowerCase()} />}
      </QueryState>
    </>
  );
}

function Found({ catalogue, words }: { catalogue: StatusCatalogue; words: string }) {
  const marked = useMarkedCode();
  const phases = catalogue.phases.filter(({ code, label, meaning }) =>
    `${code} ${label} ${meaning}`.toLowerCase().includes(words),
  );
  const errors = catalogue.errors.filter(({ code, title, cause, remedy }) =>
    `${code} ${title} ${cause} ${remedy}`.toLowerCase().includes(words),
  );
  const families = [...Map.groupBy(errors, ({ family }) => family)];
  if (phases.length === 0 && errors.length === 0)
    return <EmptyState icon={IconSearchOff} title={t`No code or word matches`} />;
  return (
    <Stack gap="xl" maw={980}>
      {phases.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            <Trans>Deployment statuses</Trans>
          </Title>
          <Box className="lk-card">
            {phases.map((phase) => (
              <Box
                key={phase.code}
                id={phase.code}
                className={classes.phase}
                data-marked={marked === phase.code || undefined}
              >
                <Box>
                  <PhaseMark phase={phase.code} label={phase.label} />
                  <Text size="xs" c="dimmed" className="lk-code">
                    {phase.code}
                  </Text>
                </Box>
                <Box>
                  <Text size="sm">{phase.meaning}</Text>
                  <Text size="xs" c="dimmed">
                    <Trans>Changes when: {phase.leavesBy}</Trans>
                  </Text>
                </Box>
              </Box>
            ))}
          </Box>
        </section>
      )}
      {families.length > 1 && (
        <Group gap={6} component="nav" aria-label={t`Families of codes`}>
          {families.map(([family, entries]) => (
            <Anchor key={family} href={`#family-${family}`} size="sm">
              <Badge variant="default" tt="none" fw={500} style={{ cursor: 'pointer' }}>
                {catalogue.families[family] ?? family} · {entries.length}
              </Badge>
            </Anchor>
          ))}
        </Group>
      )}
      {families.map(([family, entries]) => (
        <section key={family} id={`family-${family}`}>
          <Title order={2} mb="xs">
            {catalogue.families[family] ?? family}{' '}
            <Text span c="dimmed" fw={500} size="sm">
              RA-{family}
            </Text>
          </Title>
          <Stack gap="xs">
            {entries.map((entry) => (
              <CatalogueEntryCard key={entry.code} entry={entry} marked={marked === entry.code} words={catalogue} />
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

/** The code in the address; it is brought into view once the catalogue is there. */
function useMarkedCode(): string {
  const code = useRouterState({ select: (state) => state.location.hash });
  useEffect(() => {
    if (code) document.getElementById(code)?.scrollIntoView({ block: 'center' });
  }, [code]);
  return code;
}
