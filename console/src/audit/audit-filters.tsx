import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRight } from '../app/me';
import { SearchBox } from '../components/search-box';
import { usersQuery } from '../users/user-queries';
import type { AuditSearch } from './audit-search';

const SUBJECTS = [
  'api-key', 'approval', 'assignment', 'audit', 'bulk-job', 'client', 'device', 'device-group', 'enrolment-token', 'exclusion', 'identity-provider', 'installation', 'launch', 'mail-settings', 'notification-rule', 'override', 'package', 'policy', 'policy-locks',
  'provider-instance', 'rollout', 'session', 'site', 'user', 'webhook',
];

const ACTORS = [
  { value: 'operator', label: t`People` },
  { value: 'device', label: t`Devices` },
  { value: 'system', label: t`Latchkey itself` },
];

interface AuditFiltersProps {
  search: AuditSearch;
  onFilter: (patch: AuditSearch) => void;
}

/** Who, of what, and when; all of it in the address. */
export function AuditFilters({ search, onFilter }: AuditFiltersProps) {
  const readsUsers = useRight('users.manage');
  const users = useQuery({ ...usersQuery, enabled: readsUsers });
  const people = (users.data?.items ?? []).map(({ id, name }) => ({ value: `id:${id}`, label: name }));
  const by = search.actorId ? `id:${search.actorId}` : (search.actorKind ?? null);
  const isNarrow = Boolean(search.q ?? search.subjectKind ?? search.action ?? by ?? search.deviceId ?? search.since ?? search.until);
  return (
    <Group gap="xs" mb="sm" role="search">
      <SearchBox value={search.q ?? ''} label={t`Search the audit log`} onSearch={(words) => onFilter({ q: words || undefined })} />
      <Select
        aria-label={t`By whom`}
        placeholder={t`By whom`}
        clearable
        searchable
        data={[{ group: t`Kind`, items: ACTORS }, ...(people.length > 0 ? [{ group: t`Users`, items: people }] : [])]}
        value={by}
        onChange={(value) =>
          onFilter(value?.startsWith('id:') ? { actorId: value.slice(3), actorKind: undefined } : { actorId: undefined, actorKind: (value ?? undefined) as AuditSearch['actorKind'] })
        }
        w={170}
      />
      <Select
        aria-label={t`Of what`}
        placeholder={t`Of what`}
        clearable
        searchable
        data={SUBJECTS}
        value={search.subjectKind ?? null}
        onChange={(value) => onFilter({ subjectKind: value ?? undefined })}
        w={170}
      />
      <TextInput type="date" aria-label={t`From`} value={search.since ?? ''} max={search.until} onChange={(event) => onFilter({ since: event.currentTarget.value || undefined })} w={145} />
      <TextInput type="date" aria-label={t`Until`} value={search.until ?? ''} min={search.since} onChange={(event) => onFilter({ until: event.currentTarget.value || undefined })} w={145} />
      {isNarrow && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => onFilter({ q: undefined, subjectKind: undefined, action: undefined, actorKind: undefined, actorId: undefined, deviceId: undefined, since: undefined, until: undefined })}
        >
          <Trans>Clear</Trans>
        </Button>
      )}
    </Group>
  );
}
