import { Trans } from '@lingui/react/macro';
import { AppShell, Box } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLive } from '../../api/live';
import { PlanDialogHost } from '../../plans/plan-dialog-host';
import { AllowedPage } from './allowed-page';
import { CommandPaletteHost } from './command-palette-host';
import { Header } from './header';
import { FreezeBanner } from '../../rollouts/freeze-banner';
import { Navigation } from './navigation';
import { LaunchQuestions } from '../../launching/launch-questions';
import { WaitingAlertsHost } from '../../support-sessions/alerts/waiting-alerts-host';
import { SecurityWarnings } from './security-warnings';
import classes from './shell.module.css';

/** The frame of every page of a signed-in operator. */
export function Shell() {
  const [menuOpen, menu] = useDisclosure();
  const live = useLive();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => menu.close(), [path, menu.close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
      classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
    >
      <a href="#main" className={classes.skip}>
        <Trans>Skip to the page</Trans>
      </a>
      <AppShell.Header>
        <Header menuOpen={menuOpen} onMenu={menu.toggle} live={live} />
      </AppShell.Header>
      <AppShell.Navbar>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main>
        <Box id="main" tabIndex={-1} className={classes.page}>
          <SecurityWarnings />
          <FreezeBanner />
          <AllowedPage />
        </Box>
      </AppShell.Main>
      <CommandPaletteHost />
      <LaunchQuestions />
      <WaitingAlertsHost />
      <PlanDialogHost />
    </AppShell>
  );
}
