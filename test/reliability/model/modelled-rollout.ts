import { judgeRollout, type RolloutFacts } from '../../../src/deployments/rollouts/judge-rollout.js';
import { waveTargets } from '../../../src/deployments/rollouts/wave-targets.js';
import { SeededChance } from './seeded-chance.js';
import { VirtualClock } from './virtual-clock.js';

export type Judge = typeof judgeRollout;

interface ModelledMember {
  online: boolean;
  wave: number | null;
  releasedAt: number | null;
  seenAt: number | null;
  outcome: 'settled' | 'failed' | null;
  outcomeAt: number | null;
}

/** What may go wrong with the people, devices and clocks around the statements that release; the judge cannot see it. */
export interface ModelledTrouble {
  /** Of the devices that try, so many fail. */
  readonly failing: number;
  /** So many are offline at first, and come one after the other. */
  readonly offline: number;
}

const SOAK_MS = 60_000;
const WAVES = ['1', '10', '100', '25%', '100%'];

/**
 * A rollout with its devices in memory: the judge under test is the real one (or one with a planted bug), the release is the
 * promise of the SQL, and every device answers, fails, drops off and returns as chance has it. It keeps its own record of what
 * happened and looks for broken promises in that, not in what the judge was told.
 */
export class ModelledRollout {
  readonly clock = new VirtualClock();
  readonly chance: SeededChance;
  readonly lies: string[] = [];
  readonly members: ModelledMember[];
  readonly targets: number[];
  state: 'running' | 'paused' | 'halted' | 'done' | 'superseded' = 'running';
  wave = 0;
  frozen = false;
  private openedAt = 0;
  private soakingSince: Date | null = null;
  private watchedSince: Date;
  private quietSince = 0;

  constructor(seed: number, devices: number, private readonly trouble: ModelledTrouble, private readonly judge: Judge = judgeRollout) {
    this.chance = new SeededChance(seed);
    this.targets = waveTargets(WAVES, devices);
    this.watchedSince = this.clock.now();
    this.members = Array.from({ length: devices }, () => ({
      online: !this.chance.happens(trouble.offline), wave: null, releasedAt: null, seenAt: null, outcome: null, outcomeAt: null,
    }));
    for (const member of this.members) if (!member.online) this.clock.in(this.chance.between(60_000, 1.5 * 3_600_000), () => (member.online = true));
    this.look();
  }

  get released(): ModelledMember[] {
    return this.members.filter(({ releasedAt }) => releasedAt !== null);
  }

  /** Anybody drops off, for a while. */
  dropOff(): void {
    const member = this.members[Math.floor(this.chance.between(0, this.members.length))];
    if (!member) return;
    member.online = false;
    this.clock.in(this.chance.between(1_000, 600_000), () => (member.online = true));
  }

  private look(): void {
    if (this.state === 'done' || this.state === 'superseded') return;
    const now = this.clock.now();
    const decision = this.judge(this.facts(), now);
    this.soakingSince = decision.kind === 'hold' ? decision.soakingSince : null;
    if (decision.kind === 'open') this.open(decision.wave, now);
    else if (decision.kind === 'halt') this.halt();
    else if (decision.kind === 'pause') this.pause(now);
    else if (decision.kind === 'finish') this.finish(decision.state);
    this.fill(now);
    this.clock.in(this.chance.between(1_000, 45_000), () => this.look());
  }

  private open(wave: number, now: Date): void {
    if (wave !== this.wave + 1) this.lies.push(`wave ${wave} opened after wave ${this.wave}`);
    if (this.frozen) this.lies.push('a wave opened while everything was frozen');
    if (this.wave > 0) this.checkGate(now.getTime());
    this.wave = wave;
    this.openedAt = now.getTime();
    this.watchedSince = now;
  }

  /** The promise between two waves, counted from the record. */
  private checkGate(now: number): void {
    const wave = this.members.filter((member) => member.wave === this.wave);
    const seen = wave.filter(({ seenAt }) => seenAt !== null);
    const settled = seen.filter(({ outcome }) => outcome !== null);
    const failed = seen.filter(({ outcome }) => outcome === 'failed');
    const left = this.members.filter(({ releasedAt }) => releasedAt === null).length;
    const room = this.targets[this.wave - 1]! - this.released.length;
    if (seen.length < Math.min(10, wave.length + Math.min(room, left))) this.lies.push(`wave ${this.wave} was judged by ${seen.length} answers`);
    if (settled.length < seen.length * 0.95) this.lies.push(`wave ${this.wave} was judged before it had settled`);
    if (failed.length > seen.length * 0.05) this.lies.push(`the next wave opened although ${failed.length} of ${seen.length} failed`);
    const needed = Math.max(Math.min(10, wave.length), Math.ceil(seen.length * 0.95));
    const goodSince = Math.max(this.openedAt, settled.map(({ outcomeAt }) => outcomeAt!).sort((a, b) => a - b)[Math.min(needed, settled.length) - 1] ?? 0);
    if (now - goodSince < SOAK_MS) this.lies.push(`wave ${this.wave} soaked for ${now - goodSince} ms only`);
  }

  private halt(): void {
    this.state = 'halted';
    const wave = this.members.filter((member) => member.wave === this.wave);
    const failed = wave.filter(({ seenAt, outcome }) => seenAt !== null && outcome === 'failed').length;
    if (failed === 0) this.lies.push('it halted although nobody had failed');
    if (failed <= wave.length * 0.05) this.lies.push(`it halted although ${failed} of ${wave.length} failed`);
  }

  private pause(now: Date): void {
    this.state = 'paused';
    if (now.getTime() - this.quietSince < 24 * 3_600_000 - 1) this.lies.push('it asked before a day had passed without an answer');
  }

  private finish(state: 'done' | 'superseded'): void {
    this.state = state;
    const left = this.members.filter(({ releasedAt, outcome }) => releasedAt === null || outcome === null).length;
    if (left > 0) this.lies.push(`it finished with ${left} devices left`);
  }

  /** What the releasing statement promises. */
  private fill(now: Date): void {
    if (this.state !== 'running' || this.frozen || this.wave === 0) return;
    const target = this.targets[Math.min(this.wave, this.targets.length) - 1] ?? this.members.length;
    const waiting = this.members.filter(({ online, releasedAt }) => online && releasedAt === null).slice(0, Math.max(0, target - this.released.length));
    for (const member of waiting) {
      member.wave = this.wave;
      member.releasedAt = now.getTime();
      this.clock.in(this.chance.between(100, 5_000), () => this.receive(member));
    }
    if (waiting.length > 0) this.watchedSince = now;
    if (waiting.length > 0) this.quietSince = now.getTime();
  }

  private receive(member: ModelledMember): void {
    if (!member.online) return void this.clock.in(30_000, () => this.receive(member));
    member.seenAt = this.answered();
    this.clock.in(this.chance.between(500, 90_000), () => this.settle(member));
  }

  private settle(member: ModelledMember): void {
    if (!member.online) return void this.clock.in(30_000, () => this.settle(member));
    member.outcome = this.chance.happens(this.trouble.failing) ? 'failed' : 'settled';
    member.outcomeAt = this.answered();
  }

  private answered(): number {
    return (this.quietSince = this.clock.now().getTime());
  }

  private facts(): RolloutFacts {
    const current = this.members.filter(({ wave }) => wave !== null && wave === this.wave);
    const seen = current.filter(({ seenAt }) => seenAt !== null);
    const waiting = this.members.filter(({ releasedAt }) => releasedAt === null);
    const online = waiting.filter((member) => member.online).length;
    const isLast = this.wave >= this.targets.length;
    const answers = current.flatMap(({ seenAt, outcomeAt }) => [seenAt, outcomeAt].filter((at) => at !== null));
    return {
      state: this.state === 'running' ? 'running' : this.state === 'halted' ? 'halted' : 'paused',
      frozen: this.frozen, naming: false, targets: this.targets, wave: this.wave, soakSeconds: SOAK_MS / 1000, watchedSince: this.watchedSince,
      lastAnswerAt: answers.length > 0 ? new Date(Math.max(...answers)) : null, soakingSince: this.soakingSince, accepted: false,
      waiting: { online, offline: waiting.length - online },
      unsettled: this.released.filter(({ outcome }) => outcome === null).length, released: this.released.length,
      current: {
        taken: current.length, seen: seen.length, settled: seen.filter(({ outcome }) => outcome !== null).length,
        failed: seen.filter(({ outcome }) => outcome === 'failed').length,
      },
      room: this.wave === 0 ? 0 : isLast ? waiting.length : Math.max(0, (this.targets[this.wave - 1] ?? 0) - this.released.length),
      releasable: online, windowOpensAt: null, rateFreeAt: null,
    };
  }
}
