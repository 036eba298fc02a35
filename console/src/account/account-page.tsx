import { t } from '@lingui/core/macro';
import { Stack } from '@mantine/core';
import { PageHeader } from '../components/page-header';
import { ApiKeys } from './api-keys';
import { Factors } from './factors';
import { OwnSessions } from './own-sessions';

/** One's own account: second factors, where one is signed in, keys for programs. */
export function AccountPage() {
  return (
    <>
      <PageHeader title={t`Your account`} lead={t`How you prove who you are, where you are signed in, and what acts for you.`} />
      <Stack>
        <Factors />
        <OwnSessions />
        <ApiKeys />
      </Stack>
    </>
  );
}
