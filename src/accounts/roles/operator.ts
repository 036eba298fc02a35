import type { Actor } from '../../audit/index.js';
import type { ProvenBy } from '../factors/factor.js';
import { type Right, rightsOf, type Role } from './rights.js';
import type { Scope } from './scope.js';

/** The signed-in caller of a request. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** *Allow Remote Control Access*: without it no role may Log In to a device. */
  readonly allowRemoteControl: boolean;
  readonly scope: Scope;
  readonly disabled: boolean;
  /** Empty for who acts without a browser: an API key, or the author of an approved request. */
  readonly sessionId: string;
  /** How far his login has come; only `complete` opens anything but the login itself. */
  readonly stage: SessionStage;
  /** By what he proved who he is beside the password; null without a second factor. */
  readonly provenBy: ProvenBy | null;
  /** The API key that acts for him, with what it may do of what he may. */
  readonly apiKey?: { readonly id: string; readonly rights: ReadonlySet<Right> };
  /** What this request does, as a mark: a step-up proof is good for this and nothing else. */
  readonly act?: Buffer;
  readonly requestId?: string;
}

export const SESSION_STAGES = ['complete', 'factor', 'enrolment'] as const;
/** `factor`: an enrolled second factor is still to be shown; `enrolment`: one is still to be enrolled. */
export type SessionStage = (typeof SESSION_STAGES)[number];

export function holds(operator: Operator, right: Right): boolean {
  return rightsOf(operator.role).has(right) && (operator.apiKey?.rights.has(right) ?? true);
}

/** The operator as the audit log names him. */
export function actorOf(operator: Operator): Actor {
  return {
    kind: 'operator',
    id: operator.id,
    name: operator.name,
    ...(operator.requestId === undefined ? {} : { requestId: operator.requestId }),
  };
}
