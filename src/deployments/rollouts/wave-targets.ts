/** A wave as a person writes it: so many devices, or so many percent of all, counted from the first device on. */
export type WaveSize = string;

/** `10` or `25%`; nothing is larger than all. */
export const WAVE_SIZE = /^(?:[1-9]\d{0,6}|(?:[1-9]\d?|100)%)$/;

/**
 * How many devices may have the change while each wave is open. Strictly growing, since a wave that adds nobody would only
 * wait; the last one is always everybody, whatever the plan said.
 */
export function waveTargets(waves: readonly WaveSize[], devices: number): number[] {
  if (devices === 0) return [];
  const targets: number[] = [];
  for (const wave of waves) {
    const size = wave.endsWith('%') ? Math.ceil((devices * Number(wave.slice(0, -1))) / 100) : Number(wave);
    if (size > (targets.at(-1) ?? 0)) targets.push(Math.min(size, devices));
    if (size >= devices) return targets;
  }
  return [...targets, devices];
}
