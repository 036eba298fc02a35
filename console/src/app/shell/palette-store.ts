import { createSpotlight } from '@mantine/spotlight';

/** Whether the palette is open, known before it is loaded. */
export const [paletteStore, palette] = createSpotlight();
