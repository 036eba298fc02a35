/** The languages somebody can choose, by their own names. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

/** `pseudo` is for those who build the console: English, longer and from right to left, so that what does not bear translation is seen. Nobody is offered it. */
export type Language = keyof typeof LANGUAGES | 'pseudo';

const KEY = 'latchkey-language';
const isLanguage = (text: string | null): text is Language => text === 'pseudo' || Object.hasOwn(LANGUAGES, text ?? '');

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; the browser's language holds then.
    return null;
  }
}

/** The first of the browser's languages that the console speaks. */
function ofBrowser(): Language {
  return navigator.languages.map((tag) => tag.split('-')[0]!).find((tag) => Object.hasOwn(LANGUAGES, tag)) as Language | undefined ?? 'en';
}

const chosen = kept();

/** The language of this page, from its first text to its last: another one is another load. */
export const language: Language = isLanguage(chosen) ? chosen : ofBrowser();

const FROM_THE_RIGHT: readonly Language[] = ['pseudo'];

export const direction = FROM_THE_RIGHT.includes(language) ? 'rtl' : 'ltr';

/** How numbers and moments are written: as where the browser is from, as long as the language is the same. */
export const region: string = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? (language === 'pseudo' ? 'en' : language);

/** Texts also stand in constants of modules, so everything is loaded anew; what is not saved is asked about before. */
export function choose(next: Language): void {
  localStorage.setItem(KEY, next);
  window.location.reload();
}
