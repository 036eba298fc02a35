import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRight } from '../app/me';
import { ActionIconLink } from '../components/links';
import { providersQuery } from '../providers/provider-queries';

/** Beside the column's name: the way to the provider's administration, for those who may. */
export function LogInHeader() {
  const mayAdminister = useRight('provider-administration.launch');
  const providers = useQuery({ ...providersQuery, enabled: mayAdminister });
  const instance = providers.data?.items.find(({ embedded }) => embedded) ?? providers.data?.items[0];
  const page = instance
    ? ({ to: '/settings/providers/$providerId', params: { providerId: instance.id } } as const)
    : ({ to: '/settings/providers' } as const);
  const words = mayAdminister
    ? t`Open the provider administration`
    : t`Provider administration: only Super Admins may open it`;
  return (
    <Group gap={2} wrap="nowrap" justify="center">
      <Trans>Log In</Trans>
      <Tooltip label={words}>
        {mayAdminister ? (
          <ActionIconLink {...page} size="sm" color="gray" aria-label={words}>
            <IconExternalLink size={14} />
          </ActionIconLink>
        ) : (
          <ActionIcon size="sm" color="gray" aria-label={words} data-disabled aria-disabled>
            <IconExternalLink size={14} />
          </ActionIcon>
        )}
      </Tooltip>
    </Group>
  );
}
