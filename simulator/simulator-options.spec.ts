import { simulatorOptions, UsageError } from './simulator-options.js';

describe('the command line of the simulator', () => {
  it('needs little: how many, and where', () => {
    expect(simulatorOptions(['--devices', '10000', '--server', 'http://localhost:8080'])).toMatchObject({
      devices: 10_000, spreadSeconds: 20, processes: 2, remote: 'none', tokenFile: null, state: 'data/simulator/localhost-8080.json', seconds: null,
    });
  });

  it.each([
    ['no number of devices', ['--server', 'http://localhost:8080']],
    ['no server', ['--devices', '5']],
    ['a server that is no URL', ['--devices', '5', '--server', 'localhost']],
    ['an unknown provider', ['--devices', '5', '--server', 'http://localhost:8080', '--remote', 'telnet']],
    ['an unknown option', ['--devices', '5', '--server', 'http://localhost:8080', '--colour', 'brown']],
    ['less than one process', ['--devices', '5', '--server', 'http://localhost:8080', '--processes', '0']],
  ])('is refused with %s', (_, args) => {
    expect(() => simulatorOptions(args)).toThrow(UsageError);
  });
});
