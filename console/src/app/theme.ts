import { t } from '@lingui/core/macro';
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const latch: MantineColorsTuple = [
  '#eef1ff',
  '#dbe1fb',
  '#b6c1f3',
  '#8e9eeb',
  '#6d81e4',
  '#586ee0',
  '#4459d8',
  '#3a4cbe',
  '#3243a9',
  '#273795',
];

const slate: MantineColorsTuple = [
  '#dfe3ea',
  '#bcc4d0',
  '#98a2b3',
  '#78839a',
  '#3d4657',
  '#2c3443',
  '#232a37',
  '#171c25',
  '#12161d',
  '#0c0f14',
];

/** A dialog's header is no landmark of the page, although its element would be. */
const NO_BANNER = { header: { role: 'presentation' } };

/** One hand for the whole console: Inter, calm greys, one accent; status colours are kept for status. */
export const theme = createTheme({
  primaryColor: 'latch',
  primaryShade: 6,
  colors: { latch, dark: slate },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Consolas, monospace",
  fontSizes: { sm: '0.84375rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Optional fields say that they are; most are required.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        events: { hover: true, focus: true, touch: true },
        multiline: true,
        maw: 340,
      },
    },
    Paper: { defaultProps: { radius: 'md' } },
    Modal: {
      styles: { title: { fontWeight: 650 } },
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.45, blur: 2 },
        closeButtonProps: { 'aria-label': t`Close` },
        attributes: NO_BANNER,
      },
    },
    Drawer: {
      styles: { title: { fontWeight: 650 } },
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.3 },
        closeButtonProps: { 'aria-label': t`Close` },
        attributes: NO_BANNER,
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` } } },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
    Table: { defaultProps: { verticalSpacing: 'xs' } },
  },
});

/** Names for the few surfaces that Mantine has no word for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-teal-light': '#dcf6ee',
    '--mantine-color-teal-light-color': '#06604a',
    '--mantine-color-orange-light': '#fdeedd',
    '--mantine-color-orange-light-color': '#8f3206',
    '--mantine-color-red-light': '#fdebeb',
    '--mantine-color-red-light-color': '#a51d1d',
    '--lk-canvas': '#f5f6f9',
    '--lk-surface': '#ffffff',
    '--lk-line': '#e3e6ec',
    '--mantine-color-text': '#1b2130',
    '--mantine-color-dimmed': '#5b6577',
    '--mantine-color-placeholder': '#6d7789',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-5)',
    '--mantine-color-anchor': 'var(--mantine-color-latch-3)',
    '--mantine-color-latch-light': 'rgb(88 110 224 / 20%)',
    '--mantine-color-latch-light-hover': 'rgb(88 110 224 / 32%)',
    '--mantine-color-latch-light-color': 'var(--mantine-color-latch-2)',
    '--lk-canvas': '#0f1218',
    '--lk-surface': '#171c25',
    '--lk-line': '#2a3140',
    '--mantine-color-text': '#dfe3ea',
    '--mantine-color-dimmed': '#9aa4b5',
    '--mantine-color-placeholder': '#8893a6',
  },
});
