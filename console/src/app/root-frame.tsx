import { t } from '@lingui/core/macro';
import { ModalsProvider } from '@mantine/modals';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onSignedOut, queryClient } from '../api/query-client';
import { meQuery } from './me';

const PUBLIC_PAGES = ['/sign-in', '/set-up'];

/** Dialogs stand within the router, since there are links in them. Sends whoever is no longer signed in to the sign-in page, and back afterwards. */
export function RootFrame() {
  const navigate = useNavigate();
  useEffect(
    () =>
      onSignedOut(() => {
        const { pathname, search, hash } = window.location;
        if (PUBLIC_PAGES.includes(pathname) || !queryClient.getQueryData(meQuery.queryKey)) return;
        void navigate({ to: '/sign-in', search: { next: pathname + search + hash } }).then(() => queryClient.clear());
      }),
    [navigate],
  );
  return (
    <ModalsProvider modalProps={{ centered: true }} labels={{ confirm: t`Confirm`, cancel: t`Cancel` }}>
      <Outlet />
    </ModalsProvider>
  );
}
