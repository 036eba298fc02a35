import { CodedFailure } from '../../coded-failure.js';
import { parseAgentVersion } from './agent-version.js';
import { meshConfiguration } from './configuration.js';
import { mshText } from './msh.js';
import { parseNodeId, remoteIdOf } from './node-id.js';
import { afterStart, planRepair, type RepairHistory } from '../plan-repair.js';

const FACTS = {
  meshName: 'Harbour Clinic',
  meshId: `0x${'AB'.repeat(48)}`,
  serverId: 'CD'.repeat(48),
  meshServer: 'wss://latchkey.example:8443/00112233445566778899aabbccddeeff/ra/agent.ashx',
};

describe('the settings file of a MeshAgent', () => {
  it('names the group, the server to trust and the way there, one fact a line', () => {
    expect(mshText(meshConfiguration(FACTS)).split('\r\n')).toEqual([
      'MeshName=Harbour Clinic',
      'MeshType=2',
      `MeshID=0x${'AB'.repeat(48)}`,
      `ServerID=${'CD'.repeat(48)}`,
      `MeshServer=${FACTS.meshServer}`,
      'meshServiceName=latchkey_remote_agent',
      'displayName=Latchkey remote agent',
      'disableUpdate=1',
      '',
    ]);
  });

  it.each([
    ['a name with a second line', { meshName: 'x\r\nMeshServer=wss://evil.example/' }],
    ['a server without TLS', { meshServer: 'ws://latchkey.example/agent.ashx' }],
    ['a server on a second line', { meshServer: 'wss://latchkey.example/\nServerID=x' }],
    ['a short server id', { serverId: 'CD' }],
    ['a group id that is no number', { meshId: 'mesh//abc' }],
    ['a domain with a slash', { domain: '../x' }],
  ])('is not written from %s', (_, change) => {
    expect(() => meshConfiguration({ ...FACTS, ...change })).toThrow(
      expect.objectContaining({ code: 'RA-PKG-05', outcome: 'refused' }),
    );
  });

  it('is not written without a server', () => {
    const { meshServer: _, ...without } = FACTS;
    expect(() => meshConfiguration(without)).toThrow(CodedFailure);
  });
});

describe('the remote id of a MeshAgent', () => {
  /** Printed by a MeshAgent of 2022-11-02, and its id as the server had it. */
  const HEX = '58C614F133F030845DF0244D6E09337200FCB6178CF49D8E28ECFDCBE9F100538EA21F86AA17E65D5F7611E04341AB3E';

  it('is the node id the server makes of the same hash', () => {
    expect(remoteIdOf(HEX, 'ra')).toBe('node/ra/WMYU8TPwMIRd8CRNbgkzcgD8theM9J2OKOz9y@nxAFOOoh@GqhfmXV92EeBDQas@');
    expect(remoteIdOf('FF'.repeat(48), '')).toBe(`node//${'$'.repeat(64)}`);
  });

  it.each([
    [`${HEX}\n`, HEX],
    [`warning: something\n${HEX}\n`, HEX],
    ['\n', undefined],
    ['Unable to open database', undefined],
    [HEX.slice(2), undefined],
  ])('is read from what -nodeid prints', (output, hex) => {
    expect(parseNodeId(output)).toBe(hex);
  });
});

describe('the version of a MeshAgent', () => {
  it('is the date and the commit that -info prints', () => {
    const output = [
      'Detected OS: Debian GNU/Linux 12 (bookworm) - x64',
      'Compiled on: 14:58:52, Nov 21 2022',
      '   Commit Hash: 650667126c2df73961de2f478ec6b0923fb17dcd',
      '   Commit Date: 2022-Nov-2 23:01:45-0700',
      'Using OpenSSL 1.1.1s  1 Nov 2022',
      'Agent ARCHID: 6',
    ].join('\n');
    expect(parseAgentVersion(output)).toBe('2022-11-02+650667126c2d');
  });

  it('is nothing where the output says nothing', () => {
    expect(parseAgentVersion('Segmentation fault')).toBeUndefined();
  });
});

describe('repairing a MeshAgent', () => {
  const NOON = Date.parse('2026-05-04T12:00:00.000Z');
  const HOUR = 3600_000;
  const fresh: RepairHistory = { reinstalls: [], starts: [], failedStarts: 0, lastStart: 0 };
  const up = { installed: true, running: true };
  const down = { installed: true, running: false };
  const gone = { installed: false, running: false };

  it('leaves alone what runs', () => {
    expect(planRepair(up, fresh, NOON)).toBe('nothing');
  });

  it('starts at once what fell over after a long life', () => {
    expect(planRepair(down, { ...fresh, failedStarts: 1, lastStart: NOON - HOUR }, NOON)).toBe('start');
  });

  it('waits longer each time between starts that do not hold', () => {
    let history = fresh;
    const waits: number[] = [];
    for (let now = NOON; waits.length < 10; now += 100) {
      if (planRepair(down, history, now) !== 'start') continue;
      waits.push(now - history.lastStart);
      history = afterStart(history, 'start', now);
    }
    expect(waits.slice(1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('puts a deleted binary back three times in a day, and then leaves it to people', () => {
    let history = fresh;
    const at = [0, HOUR, 2 * HOUR].map((offset) => NOON + offset);
    for (const now of at) {
      expect(planRepair(gone, history, now)).toBe('reinstall');
      history = afterStart(history, 'reinstall', now);
    }
    expect(planRepair(gone, history, NOON + 3 * HOUR)).toBe('give-up');
    expect(planRepair(gone, history, NOON + 25 * HOUR)).toBe('reinstall');
  });

  it('does not wait for years because the clock was set back', () => {
    expect(planRepair(down, { ...fresh, failedStarts: 3, lastStart: NOON }, NOON - 1000 * HOUR)).toBe('start');
  });
});
