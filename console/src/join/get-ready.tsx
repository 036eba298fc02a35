import { useEffect, useRef, useState } from 'react';
import { clientFileName } from '../../../contracts/guest-protocol/client-name';
import type { GuestToServer } from '../../../contracts/guest-protocol/frames';
import { GUEST_PATHS } from '../../../contracts/guest-protocol/vocabulary';
import { useTexts } from './guest-page';
import type { GuestSession } from './guest-session';
import { offeredClients, type OfferedClient } from './joining';
import { canShareScreen, PROGRAM_OF, type System, SYSTEMS, systemOf } from './systems';
import { Trouble } from './trouble';

interface GetReadyProps {
  state: GuestSession;
  say: (frame: GuestToServer) => void;
  onShare: () => Promise<void>;
}

/** A program that is offered for this guest, under the name that tells it where to go. */
export interface Offer extends OfferedClient {
  readonly href: string;
  readonly fileName: string;
}

/** How somebody's screen comes to his helper: by a program that downloads by itself, or by this browser. */
export function GetReady({ state, say, onShare }: GetReadyProps) {
  const texts = useTexts();
  const [system, setSystem] = useState<System>(() => systemOf(navigator.userAgent, navigator.maxTouchPoints));
  const [clients, setClients] = useState<readonly OfferedClient[] | null>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const hasBegun = useRef(false);
  useEffect(() => void offeredClients().then(setClients, () => setClients([])), []);

  const program = clients?.find(({ platform }) => platform === PROGRAM_OF[system]);
  const offer: Offer | null =
    program && state.clientCode
      ? { ...program, href: `${GUEST_PATHS.clients}/${program.platform}`, fileName: clientFileName(state.clientCode, new URL(window.location.href), program.platform) }
      : null;
  const isOpen = state.link === 'open';

  // The guest has pressed Continue to come here, so that the browser takes the download for his own wish.
  useEffect(() => {
    if (!isOpen || clients === null || hasBegun.current) return;
    hasBegun.current = true;
    say({ type: 'step', step: 'os-detected', os: texts.systems[system] });
    if (offer) link.current?.click();
  }, [isOpen, clients]);

  return (
    <section className="card">
      <h2>{offer ? texts.prepareTitle : texts.showTitle}</h2>
      <p className="quiet">{offer ? texts.prepareLead : system === 'mobile' ? texts.mobile : PROGRAM_OF[system] ? texts.noProgramHere : texts.noProgram}</p>
      {offer && (
        <>
          <ol className="steps">
            <li>
              {texts.downloading}{' '}
              <a ref={link} href={offer.href} download={offer.fileName} onClick={() => say({ type: 'step', step: 'downloading' })}>
                {texts.downloadAgain}
              </a>
            </li>
            {(system === 'windows' ? texts.stepsWindows : texts.stepsLinux).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <dl className="facts small">
            <dt>{texts.file}</dt>
            <dd className="code-text">
              {offer.fileName} ({Math.round(offer.sizeBytes / 1_000_000)} MB)
            </dd>
            <dt>{texts.signedBy}</dt>
            <dd>{offer.signer ?? texts.unsigned}</dd>
            <dt>{texts.sum}</dt>
            <dd className="code-text">{offer.sha256}</dd>
          </dl>
        </>
      )}
      {canShareScreen() && system !== 'mobile' && <ShareHere isMain={!offer} onShare={onShare} />}
      <label className="field inline">
        <span>{texts.thisComputer}</span>
        <select value={system} onChange={(event) => setSystem(event.currentTarget.value as System)}>
          {SYSTEMS.map((each) => (
            <option key={each} value={each}>
              {texts.systems[each]}
            </option>
          ))}
        </select>
      </label>
      {offer && <Trouble offer={offer} organisation={state.session.organisation} onBlocked={() => say({ type: 'step', step: 'blocked' })} />}
    </section>
  );
}

function ShareHere({ isMain, onShare }: { isMain: boolean; onShare: () => Promise<void> }) {
  const texts = useTexts();
  const [isRefused, setRefused] = useState(false);
  const share = () => {
    setRefused(false);
    onShare().catch(() => setRefused(true));
  };
  return (
    <div className="share">
      <button type="button" className={isMain ? 'main' : undefined} onClick={share}>
        {texts.share}
      </button>
      <p className="note">{texts.shareLead}</p>
      <div role="alert">{isRefused && <p className="trouble">{texts.shareRefused}</p>}</div>
    </div>
  );
}
