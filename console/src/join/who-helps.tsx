import type { SessionForGuest } from '../../../contracts/guest-protocol/frames';
import { Heading, useLocale, useTexts } from './guest-page';

interface WhoHelpsProps {
  session: SessionForGuest;
  onContinue: () => void;
  onRefuse: () => void;
}

/** Who wants to help and what will be possible, before anything is. */
export function WhoHelps({ session, onContinue, onRefuse }: WhoHelpsProps) {
  const texts = useTexts();
  const until = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(session.expiresAt));
  const isMeeting = session.kind === 'meeting';
  const { view, control, clipboard } = session.may;
  const possible = isMeeting
    ? [texts.possibleWatch]
    : [view && texts.possibleView, control && texts.possibleControl, clipboard && texts.possibleClipboard].filter((each): each is string => each !== false);
  return (
    <section className="card narrow">
      <Heading>{isMeeting ? texts.whoMeeting(session.hostName, session.organisation) : texts.whoSupport(session.hostName, session.organisation)}</Heading>
      <dl className="facts">
        <dt>{texts.organisation}</dt>
        <dd>
          <strong>{session.organisation}</strong> <span className="quiet">({texts.verified})</span>
        </dd>
        <dt>{texts.host}</dt>
        <dd>{session.hostName || texts.noHost}</dd>
        <dt>{texts.about}</dt>
        <dd>{session.name}</dd>
        {session.reason && (
          <>
            <dt>{texts.why}</dt>
            <dd>{session.reason}</dd>
          </>
        )}
        <dt>{texts.until}</dt>
        <dd>{until}</dd>
      </dl>
      <h2>{texts.possible}</h2>
      <ul className="ticks">
        {possible.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {!isMeeting && <p className="note">{texts.asked}</p>}
      <button type="button" className="main" onClick={onContinue}>
        {isMeeting ? texts.startWatching : texts.start}
      </button>
      <button type="button" className="plain" onClick={onRefuse}>
        {texts.notAsked}
      </button>
    </section>
  );
}
