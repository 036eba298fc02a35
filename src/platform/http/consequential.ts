import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';

export const CONSEQUENTIAL = Symbol('Consequential');

/** Parameters of a state change that say how to plan it and how to let it go; they are no part of what is changed. */
export const PLANNING_PARAMETERS = ['dryRun', 'waves', 'soakSeconds', 'ratePerMinute', 'windowDays', 'windowFrom', 'windowTo'] as const;

/**
 * For routes that may move more than what they name: they can be tried with `dryRun`, and are held back when they would move much.
 * Who plans and holds back is not known here; without anybody who does, the route simply does what it says.
 */
export const Consequential = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(CONSEQUENTIAL, true),
    ApiQuery({ name: 'dryRun', required: false, type: Boolean, description: 'Answer the plan, change nothing.' }),
    ApiQuery({ name: 'waves', required: false, type: String, description: 'Cumulative wave sizes of a large change, such as `1,10,100,25%,100%`.' }),
    ApiQuery({ name: 'soakSeconds', required: false, type: Number, description: 'How long each wave is watched before the next.' }),
    ApiQuery({ name: 'ratePerMinute', required: false, type: Number, description: 'Devices a minute at most.' }),
    ApiQuery({ name: 'windowDays', required: false, type: String, description: 'Days on which the maintenance window opens, `1,2,3`; 1 is Monday.' }),
    ApiQuery({ name: 'windowFrom', required: false, type: String, description: '`HH:MM` in the time zone of each site.' }),
    ApiQuery({ name: 'windowTo', required: false, type: String, description: '`HH:MM`; before `windowFrom` it is on the next day.' }),
    ApiHeader({ name: 'if-plan', required: false, description: 'The hash of the plan that was agreed to.' }),
    ApiHeader({ name: 'x-confirm-count', required: false, description: 'How many devices the plan says will change; needed above the limit.' }),
    ApiResponse({ status: 202, description: 'Waits for a second person.', schema: { $ref: '#/components/schemas/ApprovalNeededView' } }),
    ApiResponse({ status: 428, description: 'Too much to do without an agreed plan; the problem document carries it in `plan`.' }),
  );
