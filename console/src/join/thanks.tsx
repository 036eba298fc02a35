import { Heading, useLocale, useTexts } from './guest-page';
import type { Deed, GuestSession } from './guest-session';
import type { Texts } from './texts';

/** After the end: thanks, and a receipt of what was done. */
export function Thanks({ state, hadProgram, onAnother }: { state: GuestSession; hadProgram: boolean; onAnother: () => void }) {
  const texts = useTexts();
  const moment = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeStyle: 'medium' });
  const lines = state.deeds.map((deed): readonly [string, string] => [moment.format(new Date(deed.at)), deedInWords(deed, texts)]);
  const said = state.chat.map(({ at, name, text }) => `${moment.format(new Date(at))}  ${name}: ${text}`);
  const text = [state.session.name, state.session.organisation, '', ...lines.map((line) => line.join('  ')), '', ...said].join('\n');
  const save = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    Object.assign(document.createElement('a'), { href: url, download: 'support-session.txt' }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <section className="card narrow">
      <Heading>{texts.endedTitle}</Heading>
      <p>
        {state.ended && texts.endedBy[state.ended]} {texts.thanks}
      </p>
      <h2>{texts.receipt}</h2>
      <ol className="receipt">
        {lines.map(([at, words], index) => (
          <li key={index}>
            <span className="quiet">{at}</span> {words}
          </li>
        ))}
      </ol>
      {hadProgram && <p className="note">{texts.leftovers}</p>}
      <div className="row">
        <button type="button" onClick={save}>
          {texts.keep}
        </button>
        <button type="button" className="plain" onClick={onAnother}>
          {texts.again}
        </button>
      </div>
    </section>
  );
}

function deedInWords(deed: Deed, texts: Texts): string {
  switch (deed.did) {
    case 'joined':
      return texts.receiptJoined;
    case 'ended':
      return texts.receiptEnded;
    case 'looked':
      return texts.receiptLooked(deed.host.name, deed.host.mode === 'control');
    case 'allowed': {
      const { view, control, clipboard } = deed.consent;
      const allowed = [view && texts.possibleView, control && texts.possibleControl, clipboard && texts.possibleClipboard].filter(Boolean);
      return `${texts.receiptAllowed}: ${allowed.join(', ') || texts.receiptNothing}`;
    }
  }
}
