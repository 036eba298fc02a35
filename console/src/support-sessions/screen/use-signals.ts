import { useEffect, useRef, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Peer, PeerSignal } from '../../screen-share/peer-signals';

interface Viewer {
  readonly viewer: string;
  readonly iceServers: readonly unknown[];
}

/** The host's end of the line on which browsers find each other, while `isWanted`; peers are the caller's. */
export function useSignals(sessionId: string, isWanted: boolean, onSignal: (guestId: string, signal: PeerSignal) => void) {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const hear = useRef(onSignal);
  hear.current = onSignal;
  useEffect(() => {
    if (!isWanted) return;
    const source = new EventSource(`/api/v1/support-sessions/${sessionId}/signals`);
    source.addEventListener('viewer', ({ data }: MessageEvent<string>) => setViewer(JSON.parse(data) as Viewer));
    source.addEventListener('signal', ({ data }: MessageEvent<string>) => {
      const { guestId, signal } = JSON.parse(data) as { guestId: string; signal: PeerSignal };
      hear.current(guestId, signal);
    });
    source.onerror = () => setViewer(null);
    return () => {
      source.close();
      setViewer(null);
    };
  }, [sessionId, isWanted]);

  /** A guest who is gone hears nothing, which the session tells by itself. */
  const send = (guestId: string, signal: PeerSignal) => {
    if (!viewer) return;
    void answer(
      api.POST('/api/v1/support-sessions/{id}/guests/{guestId}/signals', {
        params: { path: { id: sessionId, guestId } },
        body: { viewer: viewer.viewer, signal: signal as unknown as Record<string, never> },
      }),
    ).catch(() => undefined);
  };
  return { viewer, send };
}

export function closeAll(peers: Map<string, Peer>): void {
  peers.forEach((peer) => peer.close());
  peers.clear();
}
