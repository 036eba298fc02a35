import { useEffect, useRef, useState } from 'react';
import type { GuestToServer, ServerToGuest } from '../../../contracts/guest-protocol/frames';
import { Peer, type PeerSignal } from '../screen-share/peer-signals';

type Signal = Extract<ServerToGuest, { type: 'signal' }>;

/** The screen that this browser shares with whoever looks, or that it is shown in a meeting. */
export function usePictures(say: (frame: GuestToServer) => void) {
  const peers = useRef(new Map<string, Peer>());
  const own = useRef<MediaStream | null>(null);
  const [isSharing, setSharing] = useState(false);
  const [shown, setShown] = useState<MediaStream | null>(null);

  const closeAll = () => {
    peers.current.forEach((peer) => peer.close());
    peers.current.clear();
  };
  const stop = () => {
    own.current?.getTracks().forEach((track) => track.stop());
    own.current = null;
    setSharing(false);
    closeAll();
  };
  useEffect(() => stop, []);

  /** Rejects where nothing was chosen. `onStopped` is told when the browser's own bar ends it. */
  const share = async (onStopped: () => void) => {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 15 }, audio: false });
    own.current = stream;
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      stop();
      onStopped();
    });
    setSharing(true);
  };

  /** A host's browser speaks. In a support session it wants to see, in a meeting it has something to show. */
  const hear = ({ viewer, signal, iceServers }: Signal, shows: 'own' | 'theirs') => {
    const reply = (answer: PeerSignal) => say({ type: 'signal', viewer, signal: answer });
    const stream = own.current;
    if (shows === 'own' && !stream) return reply({ notSharing: true });
    let peer = peers.current.get(viewer);
    if (!peer) {
      peer = new Peer(iceServers ?? [], reply);
      peer.connection.ontrack = ({ track }) => setShown(new MediaStream([track]));
      peers.current.set(viewer, peer);
    }
    peer.take(signal as PeerSignal, (connection) => {
      if (shows === 'own' && connection.getSenders().every(({ track }) => track === null)) stream?.getTracks().forEach((track) => connection.addTrack(track, stream));
    });
  };
  return { isSharing, shown, share, stop, hear };
}
