import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Card } from '../account/card';
import { ROLE_NAMES } from '../app/rights';
import { Facts } from '../components/facts';
import { QueryState } from '../components/query-state';
import { EditProvider } from './edit-provider';
import { identityProviderQuery } from './security-queries';

/** Single sign-on by OpenID Connect. */
export function IdentityProviderCard() {
  const query = useQuery(identityProviderQuery);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Card
      title={t`Single sign-on`}
      lead={t`People sign in at your identity provider (OpenID Connect), and their groups there decide what they are here. Who has no mapped group gets in nowhere.`}
      actions={
        query.isSuccess && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setIsEditing(true)}>
            {query.data ? t`Change` : t`Set up`}
          </Button>
        )
      }
    >
      <QueryState query={query}>
        {(tagged) =>
          tagged === null ? (
            <Text size="sm"><Trans>Off.</Trans></Text>
          ) : (
            <Stack gap="sm">
              <Group gap="xs">
                <Text size="sm" fw={600}>
                  {tagged.value.name}
                </Text>
                <Badge tt="none" variant="light" color={tagged.value.enabled ? 'teal' : 'gray'}>
                  {tagged.value.enabled ? t`On` : t`Off`}
                </Badge>
              </Group>
              <Facts
                facts={[
                  [t`Issuer`, tagged.value.issuer],
                  [t`Client ID`, tagged.value.clientId],
                  [t`Redirect URI`, tagged.value.redirectUri],
                  [t`Groups`, tagged.value.mappings.map(({ group, role }) => `${group} → ${ROLE_NAMES[role]}`).join(', ') || t`none mapped yet`],
                ]}
              />
            </Stack>
          )
        }
      </QueryState>
      {query.isSuccess && isEditing && <EditProvider tagged={query.data} onClose={() => setIsEditing(false)} />}
    </Card>
  );
}
