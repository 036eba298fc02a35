import { Ajv, type ErrorObject } from 'ajv';
import { ENROL_REQUEST_SCHEMA, type EnrolRequest } from '../../../contracts/agent-protocol.js';
import { DomainError, type FieldRefusal } from '../../platform/errors/domain-error.js';

const validate = new Ajv({ allErrors: true, strict: false }).compile<EnrolRequest>(ENROL_REQUEST_SCHEMA);
const MOST_NAMED = 20;
/** What JSON can say and PostgreSQL cannot store. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** The request exactly as its schema says; API-INPUT-02 for a field that does not exist, API-INPUT-01 for one that is wrong. */
export function readEnrolRequest(body: unknown): EnrolRequest {
  if (!validate(body)) throw refusal(validate.errors ?? []);
  const bad = Object.entries(body).find(([, value]) => UNSTORABLE.test(value));
  if (bad) throw invalid([{ pointer: `/${bad[0]}`, rule: 'characters', message: 'holds a character that is none' }]);
  return body;
}

function refusal(errors: readonly ErrorObject[]): DomainError {
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties');
  if (unknown.length === 0) return invalid(errors.slice(0, MOST_NAMED).map(fieldOf));
  return new DomainError('API-INPUT-02', 'The request has properties that do not exist.', {
    errors: unknown.slice(0, MOST_NAMED).map((error) => ({
      pointer: `/${escaped(String((error.params as { additionalProperty: string }).additionalProperty))}`,
      rule: 'unknown',
      message: 'does not exist',
    })),
  });
}

function invalid(errors: readonly FieldRefusal[]): DomainError {
  return new DomainError('API-INPUT-01', 'The request has invalid fields.', { errors });
}

function fieldOf({ instancePath, keyword, message = 'is invalid', params }: ErrorObject): FieldRefusal {
  const missing = keyword === 'required' ? `/${(params as { missingProperty: string }).missingProperty}` : '';
  return { pointer: instancePath + missing, rule: keyword, message };
}

function escaped(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
