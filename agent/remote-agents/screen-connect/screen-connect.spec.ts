import { clientConfiguration } from './configuration.js';
import { LaunchParameters } from './launch-parameters.js';
import { codeOfPackageTool } from './linux-packages.js';
import { ownTroubles, type SeenClient } from './own-troubles.js';

const FACTS = {
  fingerprint: '0123456789abcdef',
  relayHost: 'instance-abc123-relay.example.org',
  relayPort: '443',
  serverKey: `BgIAAACkAABSU0Ex${'A'.repeat(352)}`,
  property1: 'Harbour & Söhne',
  property5: 'lk1.0190a5c4-0000-7abc-8def-0123456789ab',
  markProperty: '6',
};
const SESSION = '3b0f4f0e-5d0a-4a55-9d1e-6f2b8a9c7d10';

describe('the configuration of a client', () => {
  it.each([
    ['a fingerprint that is a path', { fingerprint: '../../../../etc/x' }],
    ['a fingerprint that is too short', { fingerprint: '0123' }],
    ['a relay that is no host', { relayHost: 'relay.example.org&y=Host' }],
    ['a relay without a port', { relayPort: '' }],
    ['a key with a second parameter in it', { serverKey: 'BgIAAACkAABSU0Ex&s=x' }],
    ['a property with a line break', { property2: 'x\r\ny' }],
    ['a place that does not exist', { markProperty: '9' }],
    ['a signer that is no thumbprint', { expectedSigner: 'Example Ltd' }],
  ])('is refused with %s', (_, change) => {
    expect(() => clientConfiguration({ ...FACTS, ...change })).toThrow(expect.objectContaining({ code: 'RA-PKG-05', outcome: 'refused' }));
  });
});

describe('launch parameters', () => {
  const configuration = clientConfiguration(FACTS);

  it('say where the client connects to and what its session says, places kept and the end cut', () => {
    const { query } = LaunchParameters.of(configuration, 'lk1.mark');
    expect(query).toBe(
      `?e=Access&y=Guest&h=instance-abc123-relay.example.org&p=443&k=BgIAAACkAABSU0Ex${'A'.repeat(352)}&c=Harbour%20%26%20S%C3%B6hne&c=&c=&c=&c=lk1.0190a5c4-0000-7abc-8def-0123456789ab&c=lk1.mark`,
    );
  });

  it('keep the session, the name and the properties of others', () => {
    const before = LaunchParameters.in(`?e=Access&y=Guest&h=old.example.org&p=1&s=${SESSION.toUpperCase()}&k=x&t=Front%20desk&c=Old&c=&c=Dental&c=Laptop&c=old`)!;
    const after = new URLSearchParams(LaunchParameters.of(configuration, 'lk1.mark', before).query);
    expect(after.getAll('c')).toEqual(['Harbour & Söhne', '', 'Dental', 'Laptop', FACTS.property5, 'lk1.mark']);
    expect([after.get('s'), after.get('t'), after.get('h')]).toEqual([SESSION, 'Front desk', FACTS.relayHost]);
  });

  it.each([
    ['the order of the keys', (query: string) => query.replace('?e=Access&y=Guest', '?y=Guest&e=Access'), true],
    ['empty properties at the end', (query: string) => `${query}&c=&c=`, true],
    ['another mark', (query: string) => query.replace('lk1.mark', 'lk1.other'), false],
    ['another relay', (query: string) => query.replace('p=443', 'p=444'), false],
    ['another session', (query: string) => `${query}&s=${SESSION}`, false],
    ['a property that moved', (query: string) => query.replace('&c=lk1.mark', '&c=&c=lk1.mark'), false],
  ])('are compared: %s', (_, change, isSame) => {
    const ours = LaunchParameters.of(configuration, 'lk1.mark');
    expect(ours.says(LaunchParameters.in(change(ours.query))!)).toBe(isSame);
  });

  it.each([
    ['a command line', `"C:\\Program Files (x86)\\ScreenConnect Client (0123456789abcdef)\\ScreenConnect.ClientService.exe" "?e=Access&y=Guest&h=r&p=443&s=${SESSION}&k=x"`, SESSION],
    ['a file', `?e=Access&y=Guest&h=r&p=443&s=${SESSION}\n`, SESSION],
    ['parameters without a session', '?e=Access&y=Guest&h=r&p=443&k=x', undefined],
    ['a session that is none', '?e=Access&y=Guest&s=0-0&k=x', undefined],
    ['a property that looks like one', `?e=Access&y=Guest&c=%26s%3D${SESSION}`, undefined],
  ])('are found in %s', (_, text, sessionId) => {
    expect(LaunchParameters.in(text)?.sessionId).toBe(sessionId);
  });

  it('are none where there are none', () => {
    expect(LaunchParameters.in('"C:\\Windows\\system32\\svchost.exe" -k netsvcs')).toBeUndefined();
  });
});

describe('what package tools of Linux say', () => {
  /** dpkg 1.21.22: `LC_ALL=C dpkg --root=<folder> --force-not-root --install <file>` with packages that were made to fail; rpm's from its source, lib/rpmlock.c, lib/rpmprob.c and lib/transaction.c. */
  it.each([
    ['dpkg: error: dpkg frontend lock was locked by another process with pid 17900\nNote: removing the lock file is always wrong', 'RA-LNX-01'],
    ["error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)", 'RA-LNX-01'],
    ['dpkg: error processing archive arm.deb (--install):\n package architecture (arm64) does not match system (amd64)', 'RA-ELG-02'],
    ['\tpackage x-1-1.aarch64 is intended for a different architecture', 'RA-ELG-02'],
    ['dpkg: dependency problems prevent configuration of connectwisecontrol-0123456789abcdef:\n connectwisecontrol-0123456789abcdef depends on default-jre-headless; however:', 'RA-LNX-02'],
    ['error: Failed dependencies:\n\tjava-headless is needed by x-1-1.noarch', 'RA-LNX-02'],
    ['\tinstalling package x-1-1.noarch needs 4MB on the /opt filesystem', 'RA-ELG-05'],
    ['dpkg: error: requested operation requires superuser privilege', 'RA-LNX-07'],
    ['spawn dpkg ENOENT', 'RA-ELG-01'],
    ['dpkg-deb: error: unexpected end of file in archive magic version number in bad.deb', 'RA-MSI-99'],
  ])('is %s', (output, code) => {
    expect(codeOfPackageTool({ exitCode: 1, output })).toBe(code);
  });
});

describe('what stands in the way of a client', () => {
  const parameters = LaunchParameters.of(clientConfiguration(FACTS), 'lk1.mark', undefined, SESSION);
  const whole = { fingerprint: FACTS.fingerprint, place: '/opt/x', parameters, programs: ['client.jar'], isWhole: true };
  const well: SeenClient = { client: whole, isRunning: true, service: null, wanted: parameters, unconnected: null };
  const disabled = { code: 'RA-AGT-03', detail: 'the unit is disabled' };

  it.each<[string, Partial<SeenClient>, string[]]>([
    ['nothing', {}, []],
    ['that it is gone', { client: undefined, isRunning: false }, ['RA-AGT-05']],
    ['that only its service is left', { client: { ...whole, parameters: undefined, programs: [], isWhole: false }, isRunning: false }, ['RA-AGT-05']],
    ['that its programs were taken away', { client: { ...whole, programs: [], isWhole: false }, isRunning: false }, ['RA-SEC-01']],
    ['that it was disabled and stopped', { isRunning: false, service: disabled }, ['RA-AGT-03', 'RA-AGT-02']],
    ['that it has no connection', { unconnected: { code: 'RA-NET-03', detail: 'no connection came about' } }, ['RA-NET-03']],
    ['that its parameters are gone', { client: { ...whole, parameters: undefined } }, ['RA-CFG-04']],
  ])('is %s', (_, seen, codes) => {
    expect(ownTroubles({ ...well, ...seen }).map(({ code }) => code)).toEqual(codes);
  });
});
