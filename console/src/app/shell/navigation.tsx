import { t } from '@lingui/core/macro';
import { AppShell, Box, ScrollArea, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMe } from '../me';
import { hasRight } from '../rights';
import { PAGE_GROUPS, hasPagesBelow } from './pages';
import classes from './shell.module.css';

/** The way to every page this person may open. */
export function Navigation() {
  const me = useMe();
  return (
    <AppShell.Section grow component={ScrollArea} p="xs">
      <nav aria-label={t`Pages`}>
        {PAGE_GROUPS.map(({ label, pages }) => {
          const open = pages.filter(({ needs }) => !needs || hasRight(me, ...needs));
          if (open.length === 0) return null;
          return (
            <Box key={label ?? 'top'}>
              {label && <Text className={classes.group}>{label}</Text>}
              {open.map((page) => (
                <Link
                  key={page.to}
                  to={page.to}
                  className={classes.link}
                  activeOptions={{ exact: hasPagesBelow(page), includeSearch: false }}
                >
                  <page.icon size={18} stroke={1.7} aria-hidden />
                  {page.label}
                  {page.count && <page.count />}
                </Link>
              ))}
            </Box>
          );
        })}
      </nav>
    </AppShell.Section>
  );
}
