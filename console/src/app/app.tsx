import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { DirectionProvider, MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/query-client';
import { installStepUp } from '../factors/install-step-up';
import { direction } from '../language/language';
import { styleNonce } from './nonce';
import { router } from './router';
import { cssVariables, theme } from './theme';

installStepUp();

// The key is also read by public/colour-scheme.js, before the first paint.
const colourScheme = localStorageColorSchemeManager({ key: 'latchkey-colour-scheme' });

/** Everything that surrounds the pages. */
export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider initialDirection={direction} detectDirection={false}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          colorSchemeManager={colourScheme}
          getStyleNonce={() => styleNonce}
        >
          <QueryClientProvider client={queryClient}>
            <Notifications position={direction === 'rtl' ? 'bottom-left' : 'bottom-right'} limit={4} />
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  );
}
