import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ChatLine } from '../../../contracts/guest-protocol/frames';
import { useLocale, useTexts } from './guest-page';

interface ChatProps {
  lines: readonly ChatLine[];
  isOpen: boolean;
  onSay: (text: string) => void;
}

const LONGEST = 2_000;

/** The conversation with the helper, before anything else is connected and after. */
export function Chat({ lines, isOpen, onSay }: ChatProps) {
  const texts = useTexts();
  const time = new Intl.DateTimeFormat(useLocale(), { timeStyle: 'short' });
  const [text, setText] = useState('');
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [lines.length]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onSay(text.trim());
    setText('');
  };
  return (
    <section className="card chat">
      <h2>{texts.chat}</h2>
      <div ref={log} role="log" aria-label={texts.chat} tabIndex={0} className="lines">
        {lines.length === 0 && <p className="quiet">{texts.chatEmpty}</p>}
        {lines.map(({ id, from, name, text: said, at }) => (
          <p key={id} className={`line ${from}`}>
            <span className="by">
              {from === 'guest' ? texts.you : name} <time dateTime={at}>{time.format(new Date(at))}</time>
            </span>
            <span className="said">{said}</span>
          </p>
        ))}
      </div>
      <form onSubmit={send} className="row">
        <input value={text} onChange={(event) => setText(event.currentTarget.value)} aria-label={texts.chatLabel} placeholder={texts.chatLabel} maxLength={LONGEST} autoComplete="off" />
        <button disabled={!isOpen}>{texts.send}</button>
      </form>
    </section>
  );
}
