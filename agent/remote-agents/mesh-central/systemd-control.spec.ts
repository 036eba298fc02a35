import { SERVICE_CAUSES } from '../../../test/causes/service-causes.js';
import { RECORDING, SystemctlDouble } from '../../../test/fakes/systemctl-double.js';
import { parseUnitTrouble } from '../../system/service-reports.js';
import { SystemdControl } from './systemd-control.js';

describe('systemd, as a real one answered', () => {
  it.each(SERVICE_CAUSES)('$name is named, repaired, and then nothing is said of it any more', async ({ steps, trouble, remedy }) => {
    const systemd = new SystemctlDouble();
    const control = new SystemdControl(systemd.run);
    expect(await control.trouble()).toBeNull();
    systemd.take(steps);
    expect(await control.trouble()).toEqual(trouble);
    systemd.take(remedy);
    await control.enable();
    await control.start();
    expect(await control.trouble()).toBeNull();
    expect(systemd.state).toBe('enabled-active');
  });

  it('a stopped unit is no trouble: it is started again', async () => {
    const systemd = new SystemctlDouble();
    systemd.take([['stop', 'UNIT']]);
    const control = new SystemdControl(systemd.run);
    expect(await control.trouble()).toBeNull();
    expect(await control.start()).toBe(true);
    expect(systemd.state).toBe('enabled-active');
  });

  it('a masked unit cannot be started, and says so', async () => {
    const systemd = new SystemctlDouble();
    systemd.take([['stop', 'UNIT'], ['mask', 'UNIT']]);
    expect(await new SystemdControl(systemd.run).start()).toBe(false);
  });

  it('of a unit that is not there nothing is claimed', () => {
    expect(parseUnitTrouble(RECORDING.show.absent!.output)).toBeNull();
  });
});
