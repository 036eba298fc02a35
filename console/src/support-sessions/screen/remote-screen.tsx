import { t } from '@lingui/core/macro';
import RFB from '@novnc/novnc';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { ScreenNotice } from './screen-notice';
import classes from './screen.module.css';

/** What the bar above a screen does with it. */
export interface ScreenHandle {
  ctrlAltDel: () => void;
  paste: (text: string) => void;
}

interface RemoteScreenProps {
  sessionId: string;
  guestId: string;
  mode: 'view' | 'control';
  scaled: boolean;
  onClipboard: (text: string) => void;
  ref: Ref<ScreenHandle>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** The screen of a guest's program, by noVNC; comes back by itself as long as its guest allows it. */
export function RemoteScreen({ sessionId, guestId, mode, scaled, onClipboard, ref }: RemoteScreenProps) {
  const target = useRef<HTMLDivElement>(null);
  const rfb = useRef<RFB | null>(null);
  const [state, setState] = useState<'connecting' | 'open' | 'lost'>('connecting');
  const hearClipboard = useRef(onClipboard);
  hearClipboard.current = onClipboard;
  const isScaled = useRef(scaled);
  isScaled.current = scaled;

  useEffect(() => {
    let pauseMs = FIRST_PAUSE_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const connect = () => {
      if (!target.current) return;
      const url = `${window.location.origin.replace(/^http/, 'ws')}/api/v1/support-sessions/${sessionId}/guests/${guestId}/screen?mode=${mode}`;
      const own = new RFB(target.current, url, { shared: true });
      own.viewOnly = mode === 'view';
      own.scaleViewport = isScaled.current;
      own.background = 'transparent';
      own.addEventListener('connect', () => {
        pauseMs = FIRST_PAUSE_MS;
        setState('open');
        own.focus();
      });
      own.addEventListener('clipboard', ({ detail }) => hearClipboard.current(detail.text));
      own.addEventListener('disconnect', () => {
        if (isOver) return;
        setState('lost');
        timer = setTimeout(connect, pauseMs);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      });
      rfb.current = own;
    };
    setState('connecting');
    connect();
    return () => {
      isOver = true;
      clearTimeout(timer);
      rfb.current?.disconnect();
      rfb.current = null;
    };
  }, [sessionId, guestId, mode]);
  useEffect(() => {
    if (rfb.current) rfb.current.scaleViewport = scaled;
  }, [scaled]);
  useImperativeHandle(ref, () => ({ ctrlAltDel: () => rfb.current?.sendCtrlAltDel(), paste: (text) => rfb.current?.clipboardPasteFrom(text) }));
  return (
    <>
      <div ref={target} className={classes.screen} data-scaled={scaled || undefined} />
      {state !== 'open' && <ScreenNotice title={state === 'connecting' ? t`Connecting…` : t`The connection is lost. Trying again…`} isBusy />}
    </>
  );
}
