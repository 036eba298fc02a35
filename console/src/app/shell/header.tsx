import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Burger, Group, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconBolt, IconBoltOff, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LiveState } from '../../api/live';
import { focusPageSearch } from '../../components/search-box';
import { useListSettings } from '../../devices/list-settings';
import { Bell } from '../../notifications/bell';
import { AppearanceMenu } from './appearance-menu';
import { Logo } from './logo';
import { MeMenu } from './me-menu';
import { openKeyboardSheet } from './open-dialogs';
import { palette } from './palette-store';
import { PlaceSwitcher } from './place-switcher';
import classes from './shell.module.css';

interface HeaderProps {
  menuOpen: boolean;
  onMenu: () => void;
  live: LiveState;
}

const LIVE_WORDS: Record<LiveState, string> = {
  live: t`Live: changes appear by themselves`,
  connecting: t`Connecting for live changes …`,
  interrupted: t`Live changes are interrupted; reconnecting …`,
};

/** Menu button, search, live mark, colours and the person. */
export function Header({ menuOpen, onMenu, live }: HeaderProps) {
  const { settings } = useListSettings();
  useHotkeys(settings.singleKeys ? [['/', () => focusPageSearch() || palette.open()], ['shift+?', () => void openKeyboardSheet()]] : []);
  return (
    <Group h="100%" px={{ base: 'sm', sm: 'md' }} justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="xs" wrap="nowrap" w={{ sm: 212 }}>
        <Burger opened={menuOpen} onClick={onMenu} hiddenFrom="sm" size="sm" aria-label={t`Menu`} />
        <Link to="/" style={{ color: 'inherit', textDecoration: 'none' }} aria-label={t`Latchkey, Overview`}>
          <Logo />
        </Link>
      </Group>
      <PlaceSwitcher />
      <Group flex={1} visibleFrom="sm">
        <UnstyledButton className={classes.search} onClick={() => palette.open()}>
          <IconSearch size={15} aria-hidden />
          <Text span size="sm" c="dimmed" flex={1}>
            <Trans>Go to anything, or do something</Trans>
          </Text>
          <Kbd size="xs"><Trans>Ctrl K</Trans></Kbd>
        </UnstyledButton>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Tooltip label={LIVE_WORDS[live]}>
          <Group
            gap={4}
            px={6}
            wrap="nowrap"
            c={live === 'live' ? 'teal' : 'orange'}
            role="status"
            aria-label={LIVE_WORDS[live]}
            tabIndex={0}
          >
            {live === 'live' ? <IconBolt size={16} aria-hidden /> : <IconBoltOff size={16} aria-hidden />}
            <Text span size="xs" c="dimmed" visibleFrom="md">
              {live === 'live' ? t`Live` : live === 'connecting' ? t`Connecting` : t`Interrupted`}
            </Text>
          </Group>
        </Tooltip>
        <Bell />
        <AppearanceMenu />
        <MeMenu />
      </Group>
    </Group>
  );
}
