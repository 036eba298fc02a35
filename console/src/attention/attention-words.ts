import { plural, t } from '@lingui/core/macro';
import {
  IconAffiliate, IconAlertTriangle, IconBarrierBlock, IconCalendarDue, IconFingerprint, IconGhost2, IconHeartBroken, IconMailX, IconPlayerPause, IconRobot, IconRotateClockwise2, IconRubberStamp, IconSnowflake, IconWebhookOff,
  type Icon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { Attention } from '../api/types';

/** Where an act is taken about it. */
interface Way {
  readonly to: NonNullable<LinkProps['to']>;
  readonly params?: Record<string, string>;
  readonly search?: Record<string, unknown>;
}

interface Words {
  readonly icon: Icon;
  /** Stopped now, or only waiting. */
  readonly colour: 'red' | 'orange' | 'blue';
  readonly title: (item: Attention) => string;
  readonly detail: (item: Attention) => string | null;
  readonly act: string;
  readonly way: (item: Attention) => Way;
}

const named = ({ count, name }: Attention): string | null => (name === null ? null : count === 1 ? name : t`${name} and ${count - 1} more`);

/** How each thing that waits for a person is said, and where the person goes. */
export const ATTENTION: Readonly<Record<Attention['kind'], Words>> = {
  'core-down': {
    icon: IconHeartBroken, colour: 'red', act: t`System`,
    title: () => t`No core process is alive`,
    detail: () => t`Nothing is deployed or opened until it runs again.`,
    way: () => ({ to: '/system' }),
  },
  'provider-unreachable': {
    icon: IconAffiliate, colour: 'red', act: t`Provider`,
    title: ({ count }) => (count === 1 ? t`A provider cannot be reached` : t`${count} providers cannot be reached`),
    detail: (item) => named(item),
    way: ({ id }) => (id ? { to: '/settings/providers/$providerId', params: { providerId: id } } : { to: '/settings/providers' }),
  },
  'rollout-halted': {
    icon: IconBarrierBlock, colour: 'red', act: t`Decide`,
    title: ({ count }) => (count === 1 ? t`A rollout was halted by the guard` : t`${count} rollouts were halted by the guard`),
    detail: () => t`Too many of its devices failed. Resume it or abort it.`,
    way: ({ id }) => (id ? { to: '/deployments/$rolloutId', params: { rolloutId: id } } : { to: '/deployments', search: { tab: 'rollouts', state: 'halted' } }),
  },
  'rollout-paused': {
    icon: IconPlayerPause, colour: 'orange', act: t`Decide`,
    title: ({ count }) => (count === 1 ? t`A rollout is paused` : t`${count} rollouts are paused`),
    detail: () => t`Nothing more of it is released until somebody resumes it.`,
    way: ({ id }) => (id ? { to: '/deployments/$rolloutId', params: { rolloutId: id } } : { to: '/deployments', search: { tab: 'rollouts', state: 'paused' } }),
  },
  frozen: {
    icon: IconSnowflake, colour: 'orange', act: t`Unfreeze`,
    title: () => t`All new orders are frozen`,
    detail: ({ name }) => (name === null ? null : t`By ${name}.`),
    way: () => ({ to: '/deployments' }),
  },
  'devices-failing': {
    icon: IconAlertTriangle, colour: 'red', act: t`Causes`,
    title: ({ count, devices }) => t`${plural((devices ?? 0), { one: '1 device fails', other: `${devices ?? 0} devices fail` })}, for ${plural(count, { one: '1 cause', other: `${count} causes` })}`,
    detail: ({ count, name }) => (name === null ? null : count === 1 ? name : t`${name} and ${plural(count - 1, { one: '1 other cause', other: `${count - 1} other causes` })}`),
    way: () => ({ to: '/causes' }),
  },
  'identity-doubts': {
    icon: IconFingerprint, colour: 'orange', act: t`Settle`,
    title: ({ count }) => t`${plural(count, { one: '1 device', other: `${count} devices` })} of doubtful identity`,
    detail: (item) => named(item),
    way: () => ({ to: '/devices/identity' }),
  },
  approvals: {
    icon: IconRubberStamp, colour: 'blue', act: t`Review`,
    title: ({ count }) => (count === 1 ? t`A change waits for a second person` : t`${count} changes wait for a second person`),
    detail: ({ name }) => (name === null ? null : t`Asked for by ${name}.`),
    way: ({ id }) => (id ? { to: '/approvals/$approvalId', params: { approvalId: id } } : { to: '/approvals' }),
  },
  drifted: {
    icon: IconRotateClockwise2, colour: 'orange', act: t`Show`,
    title: ({ count }) => (count === 1 ? t`A device is not as it was set up any more` : t`${count} devices are not as they were set up any more`),
    detail: (item) => named(item),
    way: () => ({ to: '/devices', search: { phase: 'DRIFTED' } }),
  },
  'unknown-agents': {
    icon: IconRobot, colour: 'orange', act: t`Settle`,
    title: ({ count }) => t`${plural(count, { one: '1 remote agent', other: `${count} remote agents` })} that nobody deployed`,
    detail: (item) => (item.name === null ? null : t`On ${named(item) ?? ''}.`),
    way: () => ({ to: '/devices/identity' }),
  },
  orphans: {
    icon: IconGhost2, colour: 'blue', act: t`Settle`,
    title: ({ count }) => t`${plural(count, { one: '1 record', other: `${count} records` })} at a provider without a device`,
    detail: (item) => named(item),
    way: () => ({ to: '/devices/identity' }),
  },
  'webhooks-failing': {
    icon: IconWebhookOff, colour: 'orange', act: t`Webhooks`,
    title: ({ count }) => t`${plural(count, { one: '1 webhook does', other: `${count} webhooks do` })} not get through`,
    detail: (item) => named(item),
    way: () => ({ to: '/settings/notifications', search: { tab: 'webhooks' } }),
  },
  'mail-failing': {
    icon: IconMailX, colour: 'orange', act: t`E-mail`,
    title: ({ count }) => t`${plural(count, { one: '1 e-mail was', other: `${count} e-mails were` })} refused today`,
    detail: ({ name }) => name,
    way: () => ({ to: '/settings/notifications', search: { tab: 'email' } }),
  },
  expiring: {
    icon: IconCalendarDue, colour: 'blue', act: t`Show`,
    title: ({ count }) => t`${plural(count, { one: '1 exclusion or override ends', other: `${count} exclusions and overrides end` })} within a week`,
    detail: (item) => named(item),
    way: ({ id }) => (id ? { to: '/devices', search: { device: id, tab: 'policy' } } : { to: '/packages' }),
  },
};
