import { useEffect, useRef, useState } from 'react';
import type { ServerToGuest } from '../../../contracts/guest-protocol/frames';
import { useTexts } from './guest-page';

interface ConsentQuestionProps {
  question: Extract<ServerToGuest, { type: 'ask-consent' }>;
  onAnswer: (isAllowed: boolean) => void;
}

/** Asks before anybody sees anything. Silence, Escape and Enter decline. */
export function ConsentQuestion({ question, onAnswer }: ConsentQuestionProps) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [seconds, setSeconds] = useState(Math.floor(question.withinMs / 1000));
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (seconds <= 0) {
      onAnswer(false);
      return;
    }
    const timer = setTimeout(() => setSeconds(seconds - 1), 1_000);
    return () => clearTimeout(timer);
  }, [seconds]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="consent-title"
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <h2 id="consent-title">{texts.consentTitle(question.hostName)}</h2>
      <p>{texts.consentFrom(question.organisation)}</p>
      {question.reason && <p className="quiet">{question.reason}</p>}
      <p className="note">{texts.declinesIn(seconds)}</p>
      <div className="row end-of-row">
        <button type="button" autoFocus onClick={() => onAnswer(false)}>
          {texts.decline}
        </button>
        <button type="button" className="main" onClick={() => onAnswer(true)}>
          {texts.allow}
        </button>
      </div>
    </dialog>
  );
}
