import {
  type DeviceFilter,
  DeviceFilterError,
  type FilterUse,
  parseDeviceFilter,
} from '../../../contracts/device-filter.js';
import { DomainError } from '../../platform/errors/domain-error.js';

/** The filter of a request; API-INPUT-01 for one in a body, API-INPUT-03 in a query, both with the place in the text. */
export function readFilter(text: string, use: FilterUse, pointer: string): DeviceFilter {
  try {
    return parseDeviceFilter(text, use);
  } catch (error) {
    if (!(error instanceof DeviceFilterError)) throw error;
    const { rule, message, span } = error;
    throw new DomainError(use === 'group' ? 'API-INPUT-01' : 'API-INPUT-03', `The filter ${message}.`, {
      errors: [{ pointer, rule, message, position: span.from }],
    });
  }
}
