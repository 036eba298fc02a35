import { t } from '@lingui/core/macro';
import { Group, Modal, Select, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { KeptVersion } from './version-list';

interface CompareVersionsProps {
  versions: readonly KeptVersion[];
  /** The version to begin with, against the newest. */
  version: number;
  compare: (from: number, to: number) => ReactNode;
  onClose: () => void;
}

/** Any two versions side by side. */
export function CompareVersions({ versions, version, compare, onClose }: CompareVersionsProps) {
  const [from, setFrom] = useState(version);
  const [to, setTo] = useState(versions[0]?.version ?? version);
  const choices = versions.map((one) => ({
    value: String(one.version),
    label: t`Version ${one.version} · ${one.authorName}`,
  }));
  const select = (label: string, value: number, onChange: (value: number) => void) => (
    <Select
      label={label}
      flex="1 1 200px"
      data={choices}
      value={String(value)}
      allowDeselect={false}
      onChange={(next) => next && onChange(Number(next))}
    />
  );
  return (
    <Modal opened onClose={onClose} title={t`Compare versions`} size="lg">
      <Stack gap="md">
        <Group gap="md">
          {select(t`From`, from, setFrom)}
          {select(t`To`, to, setTo)}
        </Group>
        {compare(from, to)}
      </Stack>
    </Modal>
  );
}
