import { Lane } from './lane.js';

describe('a lane', () => {
  /** Works that wait to be let go, in a queue from which the lane takes. */
  function scene(works: number) {
    const queue = Array.from({ length: works }, (_, at) => at);
    const begun: number[] = [];
    const letGo: (() => void)[] = [];
    const failures: unknown[] = [];
    const take = (atMost: number) =>
      Promise.resolve(queue.splice(0, atMost).map((at) => () => new Promise<void>((done, fail) => {
        begun.push(at);
        letGo[at] = at === 1 ? () => fail(new Error('one went wrong')) : done;
      })));
    return { lane: new Lane(take, 2, (error) => failures.push(error)), begun, letGo, failures };
  }

  it('does so many at a time, and the next as soon as there is a place, whatever became of the one before', async () => {
    const { lane, begun, letGo, failures } = scene(4);
    await lane.look();
    await lane.look();
    expect(begun).toEqual([0, 1]);
    letGo[1]!();
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    expect(failures).toMatchObject([{ message: 'one went wrong' }]);
    letGo[2]!();
    letGo[0]!();
    await new Promise(setImmediate);
    letGo[3]!();
    await lane.settled();
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('goes on after it could not take', async () => {
    const failures: unknown[] = [];
    let tries = 0;
    const lane = new Lane(() => (++tries === 1 ? Promise.reject(new Error('no database')) : Promise.resolve([])), 2, (error) => failures.push(error));
    await lane.look();
    await lane.look();
    await lane.settled();
    expect([tries, failures.length]).toEqual([2, 1]);
  });
});
