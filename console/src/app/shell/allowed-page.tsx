import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { PageHeader } from '../../components/page-header';
import { useMe } from '../me';
import { hasRight, ROLE_NAMES } from '../rights';
import { pageAt } from './pages';

/** The page of this address, where its person may see it; otherwise why not and who can help. The server decides again on every request. */
export function AllowedPage() {
  const me = useMe();
  // Of the page that is shown, not of the one that is on its way.
  const path = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? '/' });
  const { page, needs } = pageAt(path);
  if (needs.length === 0 || hasRight(me, ...needs)) return <Outlet />;
  const role = ROLE_NAMES[me.role];
  return (
    <>
      <PageHeader title={page?.label ?? t`No permission`} />
      <EmptyState icon={IconLock} title={t`You may not see this`} colour="yellow">
        <Trans>The role {role} does not include it. A Super Admin can give you another one under Settings, Users.</Trans>
      </EmptyState>
    </>
  );
}
