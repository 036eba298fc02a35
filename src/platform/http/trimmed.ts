import { Transform } from 'class-transformer';

/** Text without the blanks around it, before anything is checked. */
export const trimmed = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
