import type { Actor } from '../../audit/index.js';
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
  readonly sessionId: string;
  readonly requestId?: string;
}

export function holds(operator: Operator, right: Right): boolean {
  return rightsOf(operator.role).has(right);
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
