import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Popover, Stack, Text, Textarea } from '@mantine/core';
import { IconClipboard } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from '../../components/copy-button';

interface ClipboardProps {
  /** What the guest's computer has copied last. */
  copied: string;
  disabled: boolean;
  onSend: (text: string) => void;
}

/** Copied text, in both directions, each time because somebody wants it. */
export function Clipboard({ copied, disabled, onSend }: ClipboardProps) {
  const [text, setText] = useState('');
  return (
    <Popover position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconClipboard size={14} />} disabled={disabled}>
          <Trans>Clipboard</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Textarea label={t`To the guest`} autosize minRows={2} maxRows={6} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <Button size="compact-sm" disabled={text === ''} onClick={() => onSend(text)}>
            <Trans>Put it on his clipboard</Trans>
          </Button>
          <Text size="sm" fw={500}>
            <Trans>From the guest</Trans>
          </Text>
          <Text size="sm" c={copied ? undefined : 'dimmed'} lineClamp={4}>
            {copied || t`Nothing has been copied.`}
          </Text>
          {copied && <CopyButton value={copied} label={t`Copy`} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
