import { Transform } from 'class-transformer';

/** Blanks around what people type are never meant. */
export const trimmed = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
