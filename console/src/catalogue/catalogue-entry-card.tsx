import { Anchor, Badge, Box, Group, Text } from '@mantine/core';
import type { CatalogueEntry } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { whoInWords } from './who-words';
import classes from './status-catalogue.module.css';

const RETRIES: Record<string, string> = {
  auto: 'Tried again automatically',
  trigger: 'Looked at again as soon as the cause changes',
  no: 'Not tried again until somebody acts',
  none: 'Nothing to try again',
};

/** One error code: what it means, why it happens, what to do, and who can. */
export function CatalogueEntryCard({ entry, marked }: { entry: CatalogueEntry; marked: boolean }) {
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
          label={`Copy the link to ${code}`}
          value={`${window.location.origin}/status-catalogue#${code}`}
        />
      </Group>
      <Text size="sm" mt={6}>
        {cause}
      </Text>
      <Text size="sm" mt={4}>
        <b>What to do:</b> {remedy}
      </Text>
      <Text size="xs" c="dimmed" mt={6}>
        {RETRIES[retry] ?? retry}
        {retryNote && `: ${retryNote}`}
        {who.length > 0 && <> · {who.map((one) => whoInWords(one)).join(', ')}</>}
        {related && related.length > 0 && (
          <>
            {' · see also '}
            {related.map((other, index) => (
              <span key={other}>
                {index > 0 && ', '}
                <Anchor href={`#${other}`} size="xs">
                  {other}
                </Anchor>
              </span>
            ))}
          </>
        )}
      </Text>
    </Box>
  );
}
