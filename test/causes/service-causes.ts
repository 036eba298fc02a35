import type { Trouble } from '../../contracts/agent-protocol.js';

/** What can be wrong with the service of a remote agent, how it is brought about, and what the endpoint agent must say. */
export interface ServiceCause {
  readonly name: string;
  /** Arguments of `systemctl`, one command after the other; `UNIT` stands for the unit. `break` and `mend` are done to its file. */
  readonly steps: readonly (readonly string[] | 'break' | 'mend')[];
  readonly trouble: Trouble;
  /** What has to be done besides before the agent's own repair can help. */
  readonly remedy: readonly (readonly string[] | 'break' | 'mend')[];
}

/** Caused for real by `npm run test:systemd`, and against {@link SystemctlDouble}, whose answers were recorded there, by `npm test`. */
export const SERVICE_CAUSES: readonly ServiceCause[] = [
  {
    name: 'a unit that somebody disabled',
    steps: [['disable', 'UNIT']],
    trouble: { code: 'RA-AGT-03', detail: 'the unit is disabled' },
    remedy: [],
  },
  {
    name: 'a unit that somebody masked',
    steps: [['stop', '--no-block', 'UNIT'], ['mask', 'UNIT']],
    trouble: { code: 'RA-AGT-03', detail: 'the unit is masked' },
    remedy: [],
  },
  {
    name: 'a unit that has failed',
    steps: ['break', ['restart', 'UNIT']],
    trouble: { code: 'RA-LNX-04', detail: 'the unit has failed: exit-code' },
    remedy: ['mend'],
  },
];

/** The states of a unit whose `systemctl show` is recorded, by the steps that lead from one to the next. */
export const RECORDED_STATES: readonly { readonly state: UnitState; readonly steps: ServiceCause['steps'] }[] = [
  { state: 'enabled-active', steps: [['enable', 'UNIT'], ['start', 'UNIT']] },
  { state: 'enabled-inactive', steps: [['stop', 'UNIT']] },
  { state: 'disabled-inactive', steps: [['disable', 'UNIT']] },
  { state: 'disabled-active', steps: [['start', 'UNIT']] },
  { state: 'masked-inactive', steps: [['stop', 'UNIT'], ['mask', 'UNIT']] },
  { state: 'enabled-failed', steps: [['unmask', 'UNIT'], ['enable', 'UNIT'], 'break', ['restart', 'UNIT']] },
];

export type UnitState = `${'enabled' | 'disabled' | 'masked'}-${'active' | 'inactive' | 'failed'}` | 'absent';

/** One command's answer, as it was. */
export interface RecordedAnswer {
  readonly exitCode: number;
  readonly output: string;
}

export interface Recording {
  readonly systemd: string;
  readonly show: Readonly<Partial<Record<UnitState, RecordedAnswer>>>;
  /** `systemctl start` of a masked and of an absent unit. */
  readonly refusals: { readonly masked: RecordedAnswer; readonly absent: RecordedAnswer };
}
