import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult, RunCommand } from '../../agent/system/run-command.js';
import type { Recording, ServiceCause, UnitState } from '../causes/service-causes.js';

/** Recorded by `npm run test:systemd -- --record`, which also checks that a systemd still answers like this. */
export const RECORDING = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'systemd', 'systemctl.json'), 'utf8')) as Recording;

const DONE: CommandResult = { exitCode: 0, output: '' };

/** systemd with one unit, as far as the endpoint agent asks it: commands move the unit, `show` says what a real one said of that state. */
export class SystemctlDouble {
  private file: 'enabled' | 'disabled' | 'masked' = 'enabled';
  private life: 'active' | 'inactive' | 'failed' = 'active';
  private isBroken = false;

  readonly run: RunCommand = async (command, args) => {
    if (command !== 'systemctl') throw new Error(`${command} is not systemctl`);
    return this.systemctl(args.filter((argument) => argument !== '--no-block'));
  };

  get state(): UnitState {
    return `${this.file}-${this.life}`;
  }

  take(steps: ServiceCause['steps']): void {
    for (const step of steps) {
      if (typeof step === 'string') this.isBroken = step === 'break';
      else this.systemctl(step);
    }
  }

  private systemctl([verb, ...args]: readonly string[]): CommandResult {
    switch (verb) {
      case 'show': return this.show(args);
      case 'enable': return this.file !== 'masked' ? this.setFile('enabled') : RECORDING.refusals.masked;
      case 'disable': return this.file === 'masked' ? DONE : this.setFile('disabled');
      case 'mask': return this.setFile('masked');
      // What is under the mask is the unit as it was installed; its links are still there.
      case 'unmask': return this.file === 'masked' ? this.setFile('enabled') : DONE;
      case 'stop': return this.setLife('inactive');
      case 'start': case 'restart': return this.start();
      case 'daemon-reload': case 'reset-failed': return DONE;
      default: throw new Error(`nobody asks systemctl for ${verb}`);
    }
  }

  private show(args: readonly string[]): CommandResult {
    if (!args.includes('--property=LoadState,ActiveState,UnitFileState,Result')) throw new Error(`this was not recorded: show ${args.join(' ')}`);
    const answer = RECORDING.show[this.state];
    if (!answer) throw new Error(`no answer was recorded for a unit that is ${this.state}`);
    return answer;
  }

  private start(): CommandResult {
    if (this.file === 'masked') return RECORDING.refusals.masked;
    return this.setLife(this.isBroken ? 'failed' : 'active');
  }

  private setFile(file: SystemctlDouble['file']): CommandResult {
    this.file = file;
    return DONE;
  }

  private setLife(life: SystemctlDouble['life']): CommandResult {
    this.life = life;
    return DONE;
  }
}
