type Reader<T> = (value: unknown) => T | undefined;
type Readers<T> = { [K in keyof T]-?: Reader<NonNullable<T[K]>> };

export const text: Reader<string> = (value) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const whole: Reader<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) ? value : undefined;
export const oneOf =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  (value) =>
    choices.find((choice) => choice === value);

/** Reads an address somebody may have typed: what is unknown or malformed is left out, never an error. */
export function searchReader<T extends object>(readers: Readers<T>): (search: Record<string, unknown>) => T {
  return (search) => {
    const known = Object.entries<Reader<unknown>>(readers)
      .map(([key, read]) => [key, read(search[key])] as const)
      .filter(([, value]) => value !== undefined);
    return Object.fromEntries(known) as T;
  };
}
