import { useEffect, useRef } from 'react';
import { useTexts } from './guest-page';

/** What the host of a meeting shows. */
export function Watch({ stream }: { stream: MediaStream | null }) {
  const texts = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  if (!stream) return null;
  return (
    <section className="card picture">
      <video ref={video} autoPlay muted playsInline aria-label={texts.screenOf} />
      <button type="button" onClick={() => void video.current?.requestFullscreen()}>
        {texts.fullScreen}
      </button>
    </section>
  );
}
