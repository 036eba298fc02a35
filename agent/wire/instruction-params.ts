import { Ajv, type ValidateFunction } from 'ajv';
import { INSTRUCTION_KINDS, type Instruction, type InstructionKind } from '../../contracts/agent-protocol.js';
import type { SignedInstruction } from './verify-instruction.js';

const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const flag = { type: 'boolean' };
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const LARGEST_INSTALLER_BYTES = 1024 ** 3;

/** `signer` is optional and nothing here acts on it, so it is not described. */
const installer = object({
  url: { type: 'string', pattern: '^/agent/v1/artifacts/[0-9a-f]{64}$' },
  sha256,
  size: { type: 'integer', minimum: 1, maximum: LARGEST_INSTALLER_BYTES },
  format: { enum: ['executable', 'msi', 'pkg', 'deb', 'rpm'] },
  arguments: { type: 'array', maxItems: 2, uniqueItems: true, items: { enum: ['silent', 'no-restart'] } },
});
const settings = object({ selfHeal: flag, autoUpdate: flag, trayIcon: flag });
const proof = object({
  number: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  mark: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,200}$' },
});
const configuration = { type: 'object', maxProperties: 40, additionalProperties: text(4096) };
const provider = text(40);
const install = object({ provider, installer, configuration, proof, settings, settingsHash: sha256 });

/** Compiled once; unknown fields are let through, as the protocol promises for newer servers. */
const checks = compile({
  'install-remote-agent': install,
  'update-remote-agent': install,
  'remove-remote-agent': object({ provider }),
  'apply-settings': object({ provider, settings, settingsHash: sha256 }),
  'verify-identity': object({ provider, proof }),
  'collect-diagnostics': object({}),
  'update-endpoint-agent': object({ installer }),
  'remove-endpoint-agent': object({}),
  'remove-unknown-remote-agent': object({ product: provider, place: text(1024) }),
});

/** The instruction with its params proven to be of its kind, or what this agent does not understand about it. */
export function understand(instruction: SignedInstruction): Instruction | { readonly notUnderstood: string } {
  const kind = INSTRUCTION_KINDS.find((known) => known === instruction.kind);
  if (!kind) return { notUnderstood: `the instruction kind "${instruction.kind}"` };
  const check = checks[kind];
  if (check(instruction.params)) return instruction as Instruction;
  const first = check.errors?.[0];
  return {
    notUnderstood: `the params of ${kind}: ${first?.instancePath ?? ''} ${first?.message ?? 'malformed'}`.trim(),
  };
}

function compile(schemas: Record<InstructionKind, object>): Record<InstructionKind, ValidateFunction> {
  const ajv = new Ajv({ allErrors: false });
  return Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)])) as Record<
    InstructionKind,
    ValidateFunction
  >;
}
