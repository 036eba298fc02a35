import { createContext, use, useEffect, useMemo, useRef, useState } from 'react';
import type { Joined } from '../../../contracts/guest-protocol/frames';
import { EnterCode } from './enter-code';
import { keepJoined, keptJoined } from './kept-session';
import { InSession } from './in-session';
import { type Language, LANGUAGES, preferredLanguage, type Texts } from './texts';

const Words = createContext<{ readonly texts: Texts; readonly language: Language }>({ texts: LANGUAGES.en, language: 'en' });
export const useTexts = (): Texts => use(Words).texts;
/** How dates are written: as the browser's own region does, where it speaks this language. */
export const useLocale = (): string => {
  const { language } = use(Words);
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
};

/** The secret of a link; it leaves the address, so that neither history nor a copied address carries it. */
function takeSecret(): string | null {
  const secret = window.location.hash.slice(1) || /^\/join\/([A-Za-z0-9_-]+)$/.exec(window.location.pathname)?.[1];
  window.history.replaceState(null, '', '/join');
  return secret || null;
}
const secretOfLink = takeSecret();

/** Where somebody is helped, from his code or link to the end. */
export function GuestPage() {
  const [language, setLanguage] = useState<Language>(() => preferredLanguage(navigator.languages));
  const [joined, setJoined] = useState<Joined | null>(() => (secretOfLink === null ? keptJoined() : null));
  const words = useMemo(() => ({ texts: LANGUAGES[language], language }), [language]);
  const { texts } = words;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts.title;
  }, [language, texts]);
  const enter = (to: Joined | null) => {
    keepJoined(to);
    setJoined(to);
  };
  return (
    <Words value={words}>
      <header className="bar">
        <Mark />
        <label className="language">
          <span className="unseen">{texts.language}</span>
          <select value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
            <option value="en" lang="en">English</option>
            <option value="de" lang="de">Deutsch</option>
          </select>
        </label>
      </header>
      <main>{joined ? <InSession key={joined.guestToken} joined={joined} onAnother={() => enter(null)} /> : <EnterCode secret={secretOfLink} onJoined={enter} />}</main>
    </Words>
  );
}

/** The heading of a screen; whoever reads with his ears is taken to it when the screen changes. */
export function Heading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

function Mark() {
  return (
    <span className="mark">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#4459d8" />
        <circle cx="12.5" cy="16" r="5.5" fill="none" stroke="#fff" strokeWidth="3" />
        <path d="M18 16h9M24 16v4.5" stroke="#fff" strokeWidth="3" strokeLinecap="round" fill="none" />
      </svg>
      Latchkey
    </span>
  );
}
