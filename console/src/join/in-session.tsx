import { useEffect, useRef, useState } from 'react';
import type { Joined } from '../../../contracts/guest-protocol/frames';
import type { Consent } from '../../../contracts/guest-protocol/vocabulary';
import { Chat } from './chat';
import { ConsentQuestion } from './consent-question';
import { GetReady } from './get-ready';
import { Heading, useTexts } from './guest-page';
import { useGuestSession } from './guest-session';
import { report } from './joining';
import { stateInWords } from './state-words';
import { Thanks } from './thanks';
import { usePictures } from './use-pictures';
import { Watch } from './watch';
import { WhoHelps } from './who-helps';

const NOTHING: Consent = { view: false, control: false, clipboard: false };
/** A browser can show a screen; mouse and keyboard it cannot give away. */
const VIEW_ONLY: Consent = { view: true, control: false, clipboard: false };

/** From joining to the end. */
export function InSession({ joined, onAnother }: { joined: Joined; onAnother: () => void }) {
  const texts = useTexts();
  const { state, say, leave } = useGuestSession(joined, (signal) => pictures.hear(signal, isMeeting ? 'theirs' : 'own'));
  const pictures = usePictures(say);
  const [hasContinued, setContinued] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [isReported, setReported] = useState(false);
  const isMeeting = state.session.kind === 'meeting';
  const hasClient = !pictures.isSharing && (state.step === 'waiting' || state.step === 'connected');
  const hadProgram = useRef(false);
  hadProgram.current ||= hasClient && !isMeeting;
  const { question, admitted, ended } = state;

  // Asked once for each time that the host asks, and each time that somebody begins to share without having allowed it.
  useEffect(() => setAsked(question !== null && pictures.isSharing), [question, pictures.isSharing]);
  useEffect(() => {
    if (ended) pictures.stop();
  }, [ended]);

  const answer = (allowed: Consent) => {
    setAsked(false);
    say({ type: 'consent', consent: allowed });
  };
  const noLonger = () => {
    say({ type: 'consent', consent: NOTHING });
    say({ type: 'step', step: 'opened' });
  };
  // A page that is loaded again has lost what it shared.
  useEffect(() => {
    if (!pictures.isSharing) return;
    window.addEventListener('pagehide', noLonger);
    return () => window.removeEventListener('pagehide', noLonger);
  }, [pictures.isSharing]);
  const share = async () => {
    await pictures.share(noLonger);
    say({ type: 'step', step: 'waiting' });
  };
  const begin = () => {
    setContinued(true);
    if (isMeeting) say({ type: 'step', step: 'waiting' });
  };
  const refuse = async () => {
    await report({ guestToken: joined.guestToken }).catch(() => undefined);
    setReported(true);
  };

  if (ended)
    return isReported ? (
      <section className="card narrow">
        <Heading>{texts.reportedTitle}</Heading>
        <p>{texts.reported}</p>
      </section>
    ) : (
      <Thanks state={state} hadProgram={hadProgram.current} onAnother={onAnother} />
    );
  if (!hasContinued && !hasClient && !admitted) return <WhoHelps session={state.session} onContinue={begin} onRefuse={() => void refuse()} />;
  const { tone, words } = stateInWords(state, { isSharing: pictures.isSharing, isMeeting, texts });
  return (
    <div className="session">
      <section className={`card state ${tone}`}>
        <Heading>{state.session.name}</Heading>
        <p role="status" className="state-words">
          <span className="dot" aria-hidden="true" />
          {words}
        </p>
        {pictures.isSharing && (
          <p>
            {texts.sharing}{' '}
            <button
              type="button"
              onClick={() => {
                pictures.stop();
                noLonger();
              }}
            >
              {texts.stopSharing}
            </button>
          </p>
        )}
        <button type="button" className="end" onClick={leave}>
          {isMeeting ? texts.endMeeting : texts.end}
        </button>
      </section>
      {isMeeting ? <Watch stream={pictures.shown} /> : !hasClient && !pictures.isSharing && <GetReady state={state} say={say} onShare={share} />}
      <Chat lines={state.chat} isOpen={state.link === 'open'} onSay={(text) => say({ type: 'chat', text })} />
      {isAsked && question && (
        <ConsentQuestion question={question} onAnswer={(isAllowed) => answer(isAllowed ? VIEW_ONLY : NOTHING)} />
      )}
    </div>
  );
}
