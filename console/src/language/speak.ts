import { i18n, type Messages } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { direction, language, type Language } from './language';

/** What is not here is said as it stands in the code, in English. */
const CATALOGUES: Partial<Record<Language, () => Promise<{ messages: Messages }>>> = {
  de: () => import('./catalogues/de.po'),
};

/** Makes the console speak: to be awaited before anything with a text in it is imported. A catalogue that does not come leaves it English. */
export async function speak(): Promise<void> {
  document.documentElement.lang = language === 'pseudo' ? 'en' : language;
  document.documentElement.dir = direction;
  i18n.setMessagesCompiler(language === 'pseudo' ? (await import('./pseudo')).pseudo : compileMessage);
  const catalogue = await CATALOGUES[language]?.().catch(() => null);
  i18n.loadAndActivate({ locale: language === 'pseudo' ? 'en' : language, messages: catalogue?.messages ?? {} });
}
