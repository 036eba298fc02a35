import { compileMessage, type CompiledMessage } from '@lingui/message-utils/compileMessage';

const PLAIN = 'AaCcEeIiNnOoSsUuYyZz';
const ACCENTED = 'ÅåÇçÉéÎîÑñÖöŠšÛûÝýŽž';
const MORE = 0.4;

/** Marks of elements within a sentence stay as they are. */
const accented = (text: string): string =>
  text.replace(/<[^>]*>|[A-Za-z]/g, (part) => (part.length > 1 ? part : (ACCENTED[PLAIN.indexOf(part)] ?? part)));

/** A message of no language: accented, two fifths longer and in brackets, so that a text which is cut off, glued together or not marked is seen at once. */
export function pseudo(message: string): CompiledMessage {
  const length = message.replace(/<[^>]*>|\{[^}]*\}/g, '').trim().length;
  return ['[', ...compileMessage(message, accented), ` ${'ö'.repeat(Math.ceil(length * MORE))}]`];
}
