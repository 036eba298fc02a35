import { refusedBy } from '../database/unit-of-work.js';
import { DomainError } from './domain-error.js';

/** Turns the refusal of a named constraint into the refusal that the caller understands; everything else passes through. */
export async function translatingConstraints<T>(
  refusals: Readonly<Record<string, () => DomainError>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusals[refusedBy(error) ?? ''];
    throw refusal ? refusal() : error;
  }
}

/** Names are unique without regard to case; the refusal points at the field. */
export function nameTaken(noun: string, name: string, pointer = '/name'): DomainError {
  return new DomainError('API-CONFLICT-01', `There is already a ${noun} called "${name}".`, {
    errors: [{ pointer, rule: 'unique', message: 'is already taken' }],
  });
}

/** A body that names what does not exist, or what the caller may not see: the same answer for both. */
export function missingReference(pointer: string, noun: string): DomainError {
  return new DomainError('API-NOTFOUND-01', `There is no such ${noun}.`, {
    errors: [{ pointer, rule: 'exists', message: `is no ${noun}` }],
  });
}

/** A body that is well-formed but refers to something that cannot be used there. */
export function invalidField(pointer: string, rule: string, message: string): DomainError {
  return new DomainError('API-INPUT-01', 'The request has invalid fields.', { errors: [{ pointer, rule, message }] });
}
