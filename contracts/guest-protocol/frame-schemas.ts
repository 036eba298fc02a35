/** What the server accepts from guests, as JSON Schema: closed objects, capped texts. */
import type { GuestToServer } from './frames.js';
import { GUEST_STEPS } from './vocabulary.js';

const text = (maxLength: number, minLength = 0) => ({ type: 'string', maxLength, minLength }) as const;
const closed = <P extends Record<string, unknown>>(properties: P, required: readonly (keyof P & string)[]) =>
  ({ type: 'object', additionalProperties: false, required, properties }) as const;
const constant = <T extends string>(value: T) => ({ type: 'string', const: value }) as const;
const yes = { type: 'boolean' } as const;

/** 192 bits. */
export const GUEST_TOKEN_PATTERN = '^[A-Za-z0-9_-]{32}$';
export const LONGEST_CHAT_TEXT = 2_000;
export const LONGEST_SIGNAL_BYTES = 32 * 1024;

/** JSON Schema of the body of `POST /guest/v1/join`. */
export const JOIN_REQUEST_SCHEMA = {
  ...closed(
    {
      code: text(40),
      token: text(60),
      name: text(80),
      proofOfWork: closed({ challenge: text(200), nonces: { type: 'array', maxItems: 64, items: { type: 'integer', minimum: 0 } } }, ['challenge', 'nonces']),
    },
    [],
  ),
  oneOf: [{ required: ['code'] }, { required: ['token'] }],
} as const;

/** JSON Schema of every frame a guest may send, by its `type`. */
export const GUEST_FRAME_SCHEMAS = {
  hello: closed(
    {
      type: constant('hello'),
      protocol: { type: 'integer', minimum: 1, maximum: 1_000 },
      guestToken: { type: 'string', pattern: GUEST_TOKEN_PATTERN },
      role: { type: 'string', enum: ['page', 'client'] },
      client: closed({ version: text(40), platform: text(40), os: text(200) }, ['version', 'platform', 'os']),
    },
    ['type', 'protocol', 'guestToken', 'role'],
  ),
  step: closed({ type: constant('step'), step: { type: 'string', enum: GUEST_STEPS }, os: text(200) }, ['type', 'step']),
  chat: closed({ type: constant('chat'), text: text(LONGEST_CHAT_TEXT, 1) }, ['type', 'text']),
  consent: closed({ type: constant('consent'), consent: closed({ view: yes, control: yes, clipboard: yes }, ['view', 'control', 'clipboard']) }, ['type', 'consent']),
  trouble: closed({ type: constant('trouble'), code: { type: 'string', pattern: '^RA-[A-Z]{3}-[0-9]{2}$' }, detail: text(500) }, ['type', 'code', 'detail']),
  signal: closed({ type: constant('signal'), viewer: text(60, 1), signal: {} }, ['type', 'viewer', 'signal']),
  enrolment: closed({ type: constant('enrolment'), allowed: yes }, ['type', 'allowed']),
  leave: closed({ type: constant('leave') }, ['type']),
} as const satisfies Record<GuestToServer['type'], unknown>;
