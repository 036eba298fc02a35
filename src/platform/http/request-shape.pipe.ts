import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { DomainError, type FieldRefusal } from '../errors/domain-error.js';
import { isUuid } from '../ids.js';

/** Gives handlers only what their body and query classes declare; refuses the rest with the place and the rule. */
@Injectable()
export class RequestShapePipe implements PipeTransform {
  async transform(value: unknown, { type, metatype, data }: ArgumentMetadata): Promise<unknown> {
    // An id that cannot exist does not exist: the answer must not tell a malformed id from a foreign one.
    if (type === 'param') return checkedParameter(value, data);
    if (type === 'custom' || !metatype || metatype === Object || metatype === String) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      if (type === 'body') throw refusalOf([{ pointer: '', rule: 'object', message: 'must be a JSON object' }], type);
    }
    const instance: object = plainToInstance(metatype, value ?? {}, { exposeUnsetFields: false });
    const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    const refusals = [...errors.flatMap((error) => refusalsIn(error, '')), ...inheritedNames(value, '')];
    if (refusals.length > 0) throw refusalOf(refusals, type);
    return instance;
  }
}

function checkedParameter(value: unknown, name: string | undefined): unknown {
  if (name?.toLowerCase().endsWith('id') && !isUuid(value))
    throw new DomainError('API-NOTFOUND-01', 'There is nothing of that id.');
  return value;
}

function refusalOf(errors: readonly FieldRefusal[], type: ArgumentMetadata['type']): DomainError {
  if (type === 'query') return new DomainError('API-INPUT-03', 'The query has invalid parameters.', { errors });
  return errors.some((error) => error.rule === 'unknown')
    ? new DomainError('API-INPUT-02', 'The request has properties that do not exist.', { errors })
    : new DomainError('API-INPUT-01', 'The request has invalid fields.', { errors });
}

/** Names such as `constructor`, which the conversion into a class drops without a word. */
function inheritedNames(value: unknown, parent: string): FieldRefusal[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name in Object.prototype
      ? [{ pointer: `${parent}/${name}`, rule: 'unknown', message: 'does not exist' }]
      : inheritedNames(inner, `${parent}/${name}`),
  );
}

function refusalsIn(error: ValidationError, parent: string): FieldRefusal[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation'
      ? { pointer, rule: 'unknown', message: 'does not exist' }
      : {
          pointer,
          rule,
          message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
        },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => refusalsIn(child, pointer))];
}
