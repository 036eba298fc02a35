import { t } from '@lingui/core/macro';
import { ActionIcon, Button, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface CopyButtonProps {
  value: string;
  label: string;
  compact?: boolean;
}

/** Copies a text and says that it did. */
export function CopyButton({ value, label, compact = false }: CopyButtonProps) {
  return (
    <MantineCopyButton value={value} timeout={1_800}>
      {({ copied, copy }) =>
        compact ? (
          <Tooltip label={copied ? t`Copied` : label}>
            <ActionIcon color={copied ? 'teal' : 'gray'} onClick={copy} aria-label={label}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            color={copied ? 'teal' : 'gray'}
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          >
            {copied ? t`Copied` : label}
          </Button>
        )
      }
    </MantineCopyButton>
  );
}
