import type { RemoteAgentEvidence } from '../../contracts/agent-protocol.js';
import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { recordCauseCleared, recordRemoteAgents } from './record-report.js';

describe('what the endpoint agent sees of its remote agent', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let desk: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1);
    [desk] = world.fleet.deviceIds as [string];
    await world.everythingReady();
  });
  afterEach(() => database.close());

  const well = (): RemoteAgentEvidence => ({ provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, troubles: [], repairs: { starts: 0, reinstalls: 0 } });
  async function sees(bend: Partial<RemoteAgentEvidence>): Promise<{ phase: string; code: string | null }> {
    await world.unit.run((tx) => recordRemoteAgents(tx, desk, { type: 'remote-agents', found: [{ ...well(), ...bend, own: true }] }));
    await world.settle();
    return world.statusOf(desk);
  }
  const troubled = (code: string) => ({ troubles: [{ code, detail: 'seen on the device' }] });
  const disconnect = () => world.sql('UPDATE remote_endpoint SET connected = false');

  it('is Ready while nothing is wrong', async () => {
    expect(await sees({})).toEqual({ phase: 'READY', code: null });
  });

  it.each([
    { when: 'it was stopped', bend: { running: false, ...troubled('RA-AGT-02') }, is: { phase: 'DRIFTED', code: 'RA-AGT-02' } },
    { when: 'its unit was disabled', bend: troubled('RA-AGT-03'), is: { phase: 'DRIFTED', code: 'RA-AGT-03' } },
    { when: 'its unit has failed', bend: { running: false, ...troubled('RA-LNX-04') }, is: { phase: 'DRIFTED', code: 'RA-LNX-04' } },
    { when: 'its settings were changed', bend: troubled('RA-CFG-04'), is: { phase: 'DRIFTED', code: 'RA-CFG-04' } },
    { when: 'only the clock is wrong', bend: troubled('RA-NET-07'), is: { phase: 'READY', code: null } },
    { when: 'a restart of the device is due', bend: { rebootPending: true }, is: { phase: 'REBOOT_PENDING', code: null } },
  ])('is $is.phase $is.code when $when', async ({ bend, is }) => {
    expect(await sees(bend)).toEqual(is);
    expect(await sees({ rebootPending: false })).toEqual({ phase: 'READY', code: null });
  });

  it.each(['RA-NET-01', 'RA-NET-03', 'RA-NET-05', 'RA-AGT-04'])('names %s for a remote agent that lost its provider', async (code) => {
    await disconnect();
    expect(await sees(troubled(code))).toEqual({ phase: 'DRIFTED', code });
    const { message } = await world.one<{ message: string }>(`SELECT c ->> 'message' AS message FROM deployment_status, jsonb_array_elements(conditions) AS c WHERE c ->> 'type' = 'Connected'`);
    expect(message).toContain('seen on the device');
  });

  it('is put back after its program vanished, and says so meanwhile', async () => {
    expect(await sees({ installed: false, running: false, ...troubled('RA-SEC-01') })).toEqual({ phase: 'REPAIRING', code: null });
    expect((await world.orderOf(desk))?.kind).toBe('install-remote-agent');
  });

  it('is not put back for ever: after three times in a day it is for a person, who may have it tried once more', async () => {
    const gone = { installed: false, running: false, ...troubled('RA-SEC-01'), repairs: { starts: 0, reinstalls: 3 } };
    expect(await sees(gone)).toEqual({ phase: 'FAILED', code: 'RA-SEC-01' });
    expect(await world.orderOf(desk)).toBeNull();
    await world.unit.run((tx) => recordCauseCleared(tx, desk, 'RA-SEC-01', 'Dana'));
    await world.settle();
    expect(await world.statusOf(desk)).toEqual({ phase: 'REPAIRING', code: null });
  });

  it('proves itself anew after every restart, and nobody may Log In until it has', async () => {
    await world.sql(`UPDATE deployment_evidence SET process = '1.1', verified_process = '1.1', verified_proof = proof_number`);
    expect(await sees({ process: '1.1' })).toEqual({ phase: 'READY', code: null });
    expect(await sees({ process: '2.7' })).toEqual({ phase: 'DISPATCHED', code: null });
    const order = await world.orderOf(desk);
    expect(order?.kind).toBe('verify-identity');
    const verified = await world.one<{ n: number }>(`SELECT count(*)::int AS n FROM deployment_evidence WHERE process = verified_process`);
    expect(verified.n).toBe(0);
  });

  it('goes on as before where the endpoint agent says nothing of processes and troubles', async () => {
    expect(await sees({ troubles: undefined, repairs: undefined })).toEqual({ phase: 'READY', code: null });
    expect(await world.one('SELECT process, troubles FROM deployment_evidence')).toEqual({ process: null, troubles: [] });
  });
});
