import { useState } from 'react';
import type { Offer } from './get-ready';
import { useTexts } from './guest-page';

interface TroubleProps {
  offer: Offer;
  organisation: string;
  onBlocked: () => void;
}

/** What may stand in the way of a program, and words for those who can clear it away. */
export function Trouble({ offer, organisation, onBlocked }: TroubleProps) {
  const texts = useTexts();
  const [isTold, setTold] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const letter = texts.itText(organisation, window.location.host, offer.fileName, offer.sha256, offer.signer ?? texts.unsigned);
  const tell = () => {
    setTold(true);
    onBlocked();
  };
  return (
    <details>
      <summary>{texts.trouble}</summary>
      <p>{texts.troubleSmartScreen}</p>
      <p>{texts.troubleAntivirus}</p>
      <p role="status">{isTold ? texts.toldHost : ''}</p>
      {!isTold && (
        <button type="button" onClick={tell}>
          {texts.tellHost}
        </button>
      )}
      <p>{texts.troubleOffice}</p>
      <h3>{texts.sendToIt}</h3>
      <pre tabIndex={0} aria-label={texts.sendToIt}>
        {letter}
      </pre>
      <div className="row">
        <button type="button" onClick={() => void navigator.clipboard.writeText(letter).then(() => setCopied(true))}>
          {isCopied ? texts.copied : texts.copy}
        </button>
        <a className="button" href={`mailto:?subject=${encodeURIComponent(texts.itSubject)}&body=${encodeURIComponent(letter)}`}>
          {texts.mail}
        </a>
      </div>
    </details>
  );
}
