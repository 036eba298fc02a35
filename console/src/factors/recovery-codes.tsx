import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconDownload, IconLifebuoy } from '@tabler/icons-react';
import { CopyButton } from '../components/copy-button';

/** The ten codes, shown once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = codes.join('\n');
  return (
    <Stack>
      <Alert icon={<IconLifebuoy size={18} />} title={t`Keep your recovery codes`}>
        <Trans>Each opens your account once, should you lose your second factor. They are shown only now.</Trans>
      </Alert>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {codes.map((code) => (
          <Code key={code} fz="sm" p={6} ta="center">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group justify="space-between">
        <Group gap="xs">
          <CopyButton value={text} label={t`Copy all`} />
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} />}
            component="a"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${t`Latchkey recovery codes`}\n\n${text}\n`)}`}
            download="latchkey-recovery-codes.txt"
          >
            <Trans>Save as file</Trans>
          </Button>
        </Group>
        <Button onClick={onKept}><Trans>I have kept them</Trans></Button>
      </Group>
      <Text size="xs" c="dimmed">
        <Trans>A password safe or a printout in a drawer with a lock is a good place.</Trans>
      </Text>
    </Stack>
  );
}
