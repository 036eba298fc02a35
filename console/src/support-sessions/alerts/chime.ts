let audio: AudioContext | undefined;

/** Two soft notes, made here so that nothing is fetched; silent while the browser holds sound back from a page that nobody has touched. */
export function chime(): void {
  audio ??= new AudioContext();
  void audio.resume();
  [660, 880].forEach((hertz, index) => note(audio!, hertz, audio!.currentTime + index * 0.18));
}

function note(context: AudioContext, hertz: number, at: number): void {
  const [tone, loudness] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.15, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.35);
}
