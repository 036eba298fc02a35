import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiCookieAuth, ApiDefaultResponse, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemView } from '../../platform/http/problem.view.js';
import type { Operator } from '../roles/operator.js';
import type { Right } from '../roles/rights.js';

/** Who may call a handler; a handler that does not say is closed to everybody. */
export type Access =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signing-in' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'right'; readonly rights: readonly Right[] };

export const ACCESS = Symbol('Access');

/** For the few routes that must work before anybody is signed in; each is on the committed list of open routes. */
export const OpenToAnyone = () =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'anyone' } satisfies Access), MayBeRefused());

/** For the steps of a login, between the password and the second factor. */
export const SigningIn = () => closed({ kind: 'signing-in' });

/** For what every operator may do with his own account; an API key has none. */
export const SignedIn = () => closed({ kind: 'signed-in' });

export const BY_PEOPLE = Symbol('ByPeople');

/** For acts that only a person may do, whatever rights an API key has: approving, and what changes who may do what. */
export const ByPeople = () => SetMetadata(BY_PEOPLE, true);

/** Lets in whoever holds at least one of the rights. */
export const Requires = (...rights: readonly Right[]) => closed({ kind: 'right', rights });

function MayBeRefused() {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } };
  return applyDecorators(ApiExtraModels(ProblemView), ApiDefaultResponse({ description: 'A refusal', content }));
}

function closed(access: Access) {
  return applyDecorators(SetMetadata(ACCESS, access), ApiCookieAuth(), MayBeRefused());
}

export type RequestOfOperator = FastifyRequest & { operator?: Operator };

/** The signed-in caller; the guard has let nobody else through. */
export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<RequestOfOperator>();
  if (!operator) throw new TypeError('CurrentOperator on a route that is open to anyone');
  return operator;
});
