import { StoppedWhileStarting, StopList } from './stop-list.js';

describe('stopping what was started', () => {
  it('goes backwards, and on when one cannot be stopped', async () => {
    const stops = new StopList();
    const order: string[] = [];
    await stops.add('the database', () => order.push('database'));
    await stops.add('the engine', () => Promise.reject(new Error('it hangs')));
    await stops.add('web', () => order.push('web'));
    const failures: string[] = [];
    await stops.stopAll((name) => failures.push(name));
    expect(order).toEqual(['web', 'database']);
    expect(failures).toEqual(['the engine']);
  });

  it('announces itself before anything is stopped', async () => {
    const stops = new StopList();
    const order: string[] = [];
    await stops.add('web', () => order.push('web'));
    stops.whenStopping(() => order.push('announced'));
    await stops.stopAll(() => undefined);
    expect(order).toEqual(['announced', 'web']);
  });

  it('happens once, however often it is asked for', async () => {
    const stops = new StopList();
    let stopped = 0;
    await stops.add('web', () => stopped++);
    await Promise.all([stops.stopAll(() => undefined), stops.stopAll(() => undefined)]);
    expect(stopped).toBe(1);
  });

  it('ends at once what comes up while everything is being stopped', async () => {
    const stops = new StopList();
    await stops.stopAll(() => undefined);
    let stopped = false;
    await expect(stops.add('web', () => (stopped = true))).rejects.toThrow(StoppedWhileStarting);
    expect(stopped).toBe(true);
    expect(() => stops.goOn()).toThrow(StoppedWhileStarting);
  });
});
