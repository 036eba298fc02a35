import { Group, Modal, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyVersion, SettingDefinition } from '../api/types';
import { QueryState } from '../components/query-state';
import { versionDiffQuery } from './policy-queries';
import { VersionDifferences } from './version-differences';

interface CompareVersionsProps {
  policyId: string;
  versions: readonly PolicyVersion[];
  /** The version to begin with, against the newest. */
  version: number;
  definitions: readonly SettingDefinition[];
  onClose: () => void;
}

/** Any two versions side by side. */
export function CompareVersions({ policyId, versions, version, definitions, onClose }: CompareVersionsProps) {
  const [from, setFrom] = useState(version);
  const [to, setTo] = useState(versions[0]?.version ?? version);
  const query = useQuery(versionDiffQuery(policyId, from, to));
  const choices = versions.map((one) => ({
    value: String(one.version),
    label: `Version ${one.version} · ${one.authorName}`,
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
    <Modal opened onClose={onClose} title="Compare versions" size="lg">
      <Stack gap="md">
        <Group gap="md">
          {select('From', from, setFrom)}
          {select('To', to, setTo)}
        </Group>
        <QueryState query={query} compact>
          {({ changes }) => <VersionDifferences differences={changes} definitions={definitions} />}
        </QueryState>
      </Stack>
    </Modal>
  );
}
