import { useHotkeys } from '@mantine/hooks';
import { useSpotlight } from '@mantine/spotlight';
import { lazy, Suspense, useState } from 'react';
import { palette, paletteStore } from './palette-store';

const CommandPalette = lazy(() => import('./command-palette').then((module) => ({ default: module.CommandPalette })));

/** Ctrl/Cmd+K on every page; what it is made of is loaded when it is first wanted, and then hears the keys itself. */
export function CommandPaletteHost() {
  const { opened } = useSpotlight(paletteStore);
  const [isLoaded, setLoaded] = useState(false);
  if (opened && !isLoaded) setLoaded(true);
  useHotkeys(isLoaded ? [] : [['mod + K', palette.open]], []);
  return <Suspense>{isLoaded && <CommandPalette />}</Suspense>;
}
