/** What the server accepts from agents, as JSON Schema: closed objects, capped texts and lists. */
import type { AgentFrame } from './frames.js';
import { ARCHITECTURES, DEVICE_TYPES, OPERATING_SYSTEMS, PACKAGE_FORMATS, STEPS } from './vocabulary.js';

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const id = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' } as const;
const base64url = (length: number) => ({ type: 'string', pattern: `^[A-Za-z0-9_-]{${length}}$` }) as const;
const closed = <P extends Record<string, unknown>>(properties: P, required: readonly (keyof P & string)[]) =>
  ({ type: 'object', additionalProperties: false, required, properties }) as const;
const constant = <T extends string>(value: T) => ({ type: 'string', const: value }) as const;
const errorCode = { type: 'string', pattern: '^RA-[A-Z]{3}-[0-9]{2}$' } as const;
const counted = { type: 'integer', minimum: 0, maximum: 1_000_000 } as const;
const generation = { type: 'string', pattern: '^[0-9]{1,19}$' } as const;

const evidence = {
  provider: text(40),
  installed: { type: 'boolean' },
  running: { type: 'boolean' },
  remoteId: text(200),
  version: text(100),
  installerSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  place: text(300),
  settingsHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  proofNumber: { type: 'integer', minimum: 0 },
  process: text(100),
  troubles: { type: 'array', maxItems: 10, items: closed({ code: errorCode, detail: text(500) }, ['code', 'detail']) },
  repairs: closed({ starts: counted, reinstalls: counted }, ['starts', 'reinstalls']),
  rebootPending: { type: 'boolean' },
  gone: { type: 'array', maxItems: 3, items: { type: 'string', enum: ['process', 'unit', 'folder'] } },
} as const;

/** JSON Schema of the enrolment request body. */
export const ENROL_REQUEST_SCHEMA = closed(
  {
    token: text(200),
    publicKey: base64url(43),
    hardwareId: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    hostname: { type: 'string', minLength: 1, maxLength: 255 },
    os: { type: 'string', enum: OPERATING_SYSTEMS },
    osVersion: text(200),
    arch: { type: 'string', enum: ARCHITECTURES },
    packageFormat: { type: 'string', enum: PACKAGE_FORMATS },
    agentVersion: text(40),
  },
  ['token', 'publicKey', 'hardwareId', 'hostname', 'os', 'osVersion', 'arch', 'agentVersion'],
);

/** JSON Schema of every frame an agent may send, by its `type`. */
export const AGENT_FRAME_SCHEMAS = {
  auth: closed(
    {
      type: constant('auth'),
      deviceId: id,
      signature: base64url(86),
      agentVersion: text(40),
      bootId: text(100),
      lastInstructionSeq: { type: 'integer', minimum: 0 },
    },
    ['type', 'deviceId', 'signature', 'agentVersion', 'bootId', 'lastInstructionSeq'],
  ),
  ack: closed({ type: constant('ack'), instructionId: id }, ['type', 'instructionId']),
  progress: closed(
    {
      type: constant('progress'),
      instructionId: id,
      step: { type: 'string', enum: STEPS },
      percent: { type: 'integer', minimum: 0, maximum: 100 },
    },
    ['type', 'instructionId', 'step'],
  ),
  report: closed(
    {
      type: constant('report'),
      instructionId: id,
      generation,
      outcome: { type: 'string', enum: ['done', 'failed', 'refused'] },
      errorCode,
      detail: text(4096),
      evidence: { anyOf: [{ type: 'null' }, closed(evidence, ['provider', 'installed', 'running'])] },
    },
    ['type', 'instructionId', 'generation', 'outcome', 'detail', 'evidence'],
  ),
  inventory: closed(
    {
      type: constant('inventory'),
      hostname: { type: 'string', minLength: 1, maxLength: 255 },
      os: { type: 'string', enum: OPERATING_SYSTEMS },
      osVersion: text(200),
      arch: { type: 'string', enum: ARCHITECTURES },
      packageFormat: { type: 'string', enum: PACKAGE_FORMATS },
      agentVersion: text(40),
      deviceType: { type: 'string', enum: DEVICE_TYPES },
      lastUser: { anyOf: [{ type: 'null' }, text(255)] },
      interactiveSessions: { type: 'integer', minimum: 0, maximum: 10_000 },
      canPrompt: { type: 'boolean' },
      hasDisplay: { type: 'boolean' },
      privateMode: { type: 'boolean' },
      hash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
    [
      'type', 'hostname', 'os', 'osVersion', 'arch', 'agentVersion', 'lastUser',
      'interactiveSessions', 'canPrompt', 'hasDisplay', 'privateMode', 'hash',
    ],
  ),
  'cause-cleared': closed({ type: constant('cause-cleared'), code: errorCode }, ['type', 'code']),
  'remote-agents': closed(
    {
      type: constant('remote-agents'),
      found: {
        type: 'array',
        maxItems: 20,
        items: closed({ ...evidence, own: { type: 'boolean' } }, ['provider', 'installed', 'running', 'own']),
      },
    },
    ['type', 'found'],
  ),
  pong: closed({ type: constant('pong') }, ['type']),
} as const satisfies Record<AgentFrame['type'], unknown>;
