import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'react';
import { Peer } from '../../screen-share/peer-signals';
import { ScreenNotice } from './screen-notice';
import { useSignals } from './use-signals';
import classes from './screen.module.css';

const OFFER_AGAIN_MS = 3_000;

/** What a guest shares from his browser; it can be watched and nothing else. */
export function SharedScreen({ sessionId, guestId }: { sessionId: string; guestId: string }) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [isShared, setShared] = useState(true);
  const [round, setRound] = useState(0);
  const peer = useRef<Peer | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { viewer, send } = useSignals(sessionId, true, (from, signal) => {
    if (from !== guestId) return;
    if ('notSharing' in signal) setShared(false);
    else peer.current?.take(signal);
  });
  useEffect(() => {
    if (!viewer) return;
    const again = () => setRound((now) => now + 1);
    const own = new Peer(viewer.iceServers, (signal) => send(guestId, signal), again);
    peer.current = own;
    own.connection.addTransceiver('video', { direction: 'recvonly' });
    own.connection.ontrack = ({ track }) => {
      setShared(true);
      setStream(new MediaStream([track]));
      track.onended = () => setStream(null);
    };
    own.offer();
    return () => {
      own.close();
      setStream(null);
    };
  }, [viewer, guestId, round]);
  // He may begin at any moment, and tells nobody but his own page.
  useEffect(() => {
    if (isShared) return;
    const timer = setTimeout(() => {
      setShared(true);
      setRound((now) => now + 1);
    }, OFFER_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isShared]);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <>
      <video ref={video} autoPlay muted playsInline className={classes.video} aria-label={t`The guest's screen`} />
      {!stream && <ScreenNotice title={isShared ? t`Connecting…` : t`The guest has stopped sharing`} isBusy={isShared} />}
    </>
  );
}
