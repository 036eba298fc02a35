import { cleaned } from './node-record.js';

/** What the engine may be asked. The list is closed: in particular nothing here runs a command on a device. */
export interface ControlRequests {
  meshes: Record<string, never>;
  nodes: { meshid?: string; id?: string };
  createmesh: { meshname: string; meshtype: 2; desc: string; flags: 0; consent: 0 };
  editmesh: { meshid: string; meshname: string; consent: 0 };
  addmeshuser: { meshid: string; userids: readonly string[]; meshadmin: number };
  deletemesh: { meshid: string };
  changedevice: { nodeid: string; name: string };
  changeDeviceMesh: { nodeids: readonly [string]; meshid: string };
  removedevices: { nodeids: readonly [string] };
  createDeviceShareLink: {
    nodeid: string;
    guestname: string;
    p: 1 | 2 | 4;
    consent: number;
    expire: number;
    viewOnly: boolean;
  };
  deviceShares: { nodeid: string };
  removeDeviceShare: { nodeid: string; publicid: string };
  /** `info` tells the server's version. */
  serverconsole: { value: 'info' };
  /** `versions` makes the remote agent tell its own. */
  msg: { type: 'console'; nodeid: string; value: 'versions' };
}
export type ControlAction = keyof ControlRequests;

/** One frame of the engine, as far as we look into it. */
export interface ControlFrame {
  readonly action: string;
  readonly responseid?: unknown;
  readonly tag?: unknown;
  readonly result?: unknown;
  readonly [field: string]: unknown;
}

export interface MeshDocument {
  readonly _id: string;
  readonly name: string;
  readonly desc?: unknown;
  /** Epoch milliseconds. */
  readonly creation?: unknown;
  readonly consent?: unknown;
  readonly links?: Readonly<Record<string, { readonly rights?: unknown } | null | undefined>> | null;
}

/** How a request's answer is known when it carries no id of ours. */
interface AnswerRule {
  /** The answer may come without an id, recognised by action and this field being equal. */
  readonly sameField?: 'nodeid';
  /** Sent without an id, because the engine would answer a receipt at once and the device's words later without one. */
  readonly withoutId?: true;
  /** Text of `result` that means success, besides the usual ones. */
  readonly alsoFine?: RegExp;
}

export const ANSWER_RULES: { readonly [A in ControlAction]?: AnswerRule } = {
  addmeshuser: { alsoFine: /^Added user / },
  deviceShares: { sameField: 'nodeid' },
  msg: { sameField: 'nodeid', withoutId: true },
  changeDeviceMesh: { alsoFine: /^Device already in correct group$/ },
  removeDeviceShare: { alsoFine: /^Invalid device share identifier/ },
  deletemesh: { alsoFine: /^Unknown device group$/ },
};

/** Why an answer is a refusal; null when it is none. */
export function refusalIn(action: ControlAction, frame: ControlFrame): string | null {
  const { result } = frame;
  if (typeof result !== 'string') return null;
  if (result.toLowerCase() === 'ok' || ANSWER_RULES[action]?.alsoFine?.test(result)) return null;
  return cleaned(result) ?? 'refused';
}
