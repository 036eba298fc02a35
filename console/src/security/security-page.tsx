import { t } from '@lingui/core/macro';
import { Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../account/card';
import type { SecuritySettings } from '../api/types';
import { PageHeader } from '../components/page-header';
import { QueryState } from '../components/query-state';
import { BreakGlassCard } from './break-glass-card';
import { IdentityProviderCard } from './identity-provider-card';
import { securityQuery, useSaveAdminFactor } from './security-queries';

/** Settings > Security: how people prove who they are. */
export function SecurityPage() {
  return (
    <>
      <PageHeader path={[t`Settings`]} title={t`Security`} lead={t`How everybody proves who they are before they reach a customer’s computer.`} />
      <Stack>
        <AdminFactor />
        <IdentityProviderCard />
        <BreakGlassCard />
      </Stack>
    </>
  );
}

function AdminFactor() {
  const query = useQuery(securityQuery);
  const save = useSaveAdminFactor();
  return (
    <Card title={t`Second factors`} lead={t`What counts beside the password.`}>
      <QueryState query={query}>
        {({ value: { adminFactor, secondFactorMandatory, passkeys }, etag }) => (
          <Stack gap="sm">
            <Text size="sm">
              {secondFactorMandatory
                ? t`Nobody gets in without a second factor.`
                : t`Only this machine can reach the console, so a second factor is asked of those who have enrolled one.`}
              {!passkeys && t` Passkeys need a host name; the console is reached by a bare address.`}
            </Text>
            <Radio.Group
              label={t`Super Admins may use`}
              value={adminFactor}
              onChange={(chosen) => save.mutate({ adminFactor: chosen as SecuritySettings['adminFactor'], etag })}
            >
              <Stack gap={6} mt={6}>
                <Radio value="phishing-resistant" label={t`Passkeys only`} description={t`Nothing that can be read out on the telephone or typed into a false page.`} disabled={!passkeys} />
                <Radio value="any" label={t`Passkeys or an authenticator app`} />
              </Stack>
            </Radio.Group>
          </Stack>
        )}
      </QueryState>
    </Card>
  );
}
