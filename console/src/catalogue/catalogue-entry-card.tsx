import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Anchor, Badge, Box, Group, Text } from '@mantine/core';
import type { CatalogueEntry, StatusCatalogue } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { RemedyFeedback } from './remedy-feedback';
import classes from './status-catalogue.module.css';

interface CatalogueEntryCardProps {
  entry: CatalogueEntry;
  marked: boolean;
  words: Pick<StatusCatalogue, 'who' | 'retries'>;
}

/** One error code: what it means, why it happens, what to do, and who can. */
export function CatalogueEntryCard({ entry, marked, words }: CatalogueEntryCardProps) {
  const { code, title, cause, remedy, retry, retryNote, who, related } = entry;
  return (
    <Box id={code} className={`lk-card ${classes.entry}`} data-marked={marked || undefined}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap={8}>
          <Badge variant="light" className="lk-code" tt="none">
            {code}
          </Badge>
          <Text fw={600} size="sm">
            {title}
          </Text>
        </Group>
        <CopyButton
          compact
          label={t`Copy the link to ${code}`}
          value={`${window.location.origin}/status-catalogue#${code}`}
        />
      </Group>
      <Text size="sm" mt={6}>
        {cause}
      </Text>
      <Text size="sm" mt={4}>
        <b><Trans>What to do:</Trans></b> {remedy}
      </Text>
      <Text size="xs" c="dimmed" mt={6}>
        {words.retries[retry] ?? retry}
        {retryNote && `. ${retryNote}`}
        {who.length > 0 && <> · {who.map((one) => words.who[one] ?? one).join(', ')}</>}
        {related && related.length > 0 && (
          <>
            {t` · see also `}
            {related.map((other, index) => (
              <span key={other}>
                {index > 0 && ', '}
                <Anchor underline="always" href={`#${other}`} size="xs">
                  {other}
                </Anchor>
              </span>
            ))}
          </>
        )}
      </Text>
      <RemedyFeedback code={code} />
    </Box>
  );
}
