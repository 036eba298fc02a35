import { Burger, Group, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { IconBolt, IconBoltOff, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LiveState } from '../../api/live';
import { focusPageSearch } from '../../components/search-box';
import { ColourSchemeToggle } from './colour-scheme-toggle';
import { Logo } from './logo';
import { MeMenu } from './me-menu';
import classes from './shell.module.css';

interface HeaderProps {
  menuOpen: boolean;
  onMenu: () => void;
  live: LiveState;
}

const LIVE_WORDS: Record<LiveState, string> = {
  live: 'Live: changes appear by themselves',
  connecting: 'Connecting for live changes …',
  interrupted: 'Live changes are interrupted; reconnecting …',
};

/** Menu button, search, live mark, colours and the person. */
export function Header({ menuOpen, onMenu, live }: HeaderProps) {
  useHotkeys([['/', () => focusPageSearch() || spotlight.open()]]);
  return (
    <Group h="100%" px={{ base: 'sm', sm: 'md' }} justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="xs" wrap="nowrap" w={{ sm: 212 }}>
        <Burger opened={menuOpen} onClick={onMenu} hiddenFrom="sm" size="sm" aria-label="Menu" />
        <Link to="/" style={{ color: 'inherit', textDecoration: 'none' }} aria-label="Latchkey, Overview">
          <Logo />
        </Link>
      </Group>
      <Group flex={1} visibleFrom="sm">
        <UnstyledButton className={classes.search} onClick={() => spotlight.open()}>
          <IconSearch size={15} aria-hidden />
          <Text span size="sm" c="dimmed" flex={1}>
            Go to a device, site or page
          </Text>
          <Kbd size="xs">Ctrl K</Kbd>
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
              {live === 'live' ? 'Live' : live === 'connecting' ? 'Connecting' : 'Interrupted'}
            </Text>
          </Group>
        </Tooltip>
        <ColourSchemeToggle />
        <MeMenu />
      </Group>
    </Group>
  );
}
