import { simulatorOptions, UsageError } from './simulator-options.js';

describe('the command line of the simulator', () => {
  it('needs little: how many, and where', () => {
    expect(simulatorOptions(['--devices', '10000', '--server', 'http://localhost:8080'])).toMatchObject({
      devices: 10_000, spreadSeconds: 20, processes: 2, remote: 'none', tokenFile: null, state: 'data/simulator/localhost-8080.json', seconds: null, faults: 0, providerPort: null,
    });
  });

  it('reads when the provider that it serves is to fail', () => {
    const of = (...args: string[]) => simulatorOptions(['--devices', '5', '--server', 'http://localhost:8080', ...args]).outage;
    expect(of()).toBeNull();
    expect(of('--provider-port', '9400', '--outage', 'away:60:30')).toEqual({ kind: 'away', fromSeconds: 60, forSeconds: 30 });
  });

  it.each([
    ['an outage of an unknown kind', ['--devices', '5', '--server', 'http://localhost:8080', '--provider-port', '9400', '--outage', 'tired:60:30']],
    ['an outage without an end', ['--devices', '5', '--server', 'http://localhost:8080', '--provider-port', '9400', '--outage', 'away:60']],
    ['an outage of a provider of somebody else', ['--devices', '5', '--server', 'http://localhost:8080', '--outage', 'away:60:30']],
    ['no number of devices', ['--server', 'http://localhost:8080']],
    ['no server', ['--devices', '5']],
    ['a server that is no URL', ['--devices', '5', '--server', 'localhost']],
    ['an unknown provider', ['--devices', '5', '--server', 'http://localhost:8080', '--remote', 'telnet']],
    ['an unknown option', ['--devices', '5', '--server', 'http://localhost:8080', '--colour', 'brown']],
    ['a share of faults that is none', ['--devices', '5', '--server', 'http://localhost:8080', '--faults', '5%']],
    ['less than one process', ['--devices', '5', '--server', 'http://localhost:8080', '--processes', '0']],
  ])('is refused with %s', (_, args) => {
    expect(() => simulatorOptions(args)).toThrow(UsageError);
  });
});
