import { setTimeout as delay } from 'node:timers/promises';
import type { ApplySettingsParams, IdentityProof, InstallRemoteAgentParams, RemoteAgentEvidence, Trouble } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import { processName } from '../../system/processes.js';
import { InstalledRecords, isEffective, type InstalledRecord } from '../installed-record.js';
import { afterStart, planRepair, repairCounts, type RepairHistory } from '../plan-repair.js';
import type { Done, Progress, RemoteAgent, Surroundings } from '../remote-agent.js';
import type { ClientSystem, FoundClient, Gone } from './client-system.js';
import { clientConfiguration, type ClientConfiguration } from './configuration.js';
import { ConnectionWatch } from './connection-watch.js';
import { ForeignClients } from './foreign-clients.js';
import { fingerprintOf, fingerprintsOf, isWhole, type Seen, wantedParameters } from './installed-client.js';
import { LaunchParameters } from './launch-parameters.js';
import { ownTroubles } from './own-troubles.js';
import { withExtension } from './with-extension.js';

const NOT_RUNNING = 'RA-AGT-02';
const NOT_REMOVED = 'RA-RMV-03';
const SERVICE_DISABLED = 'RA-AGT-03';
const UP_PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 100;
/** The service manager of a running client is asked no more often than this. */
const ASK_EVERY_MS = 5_000;

/** The ScreenConnect client of this device that belongs to the instance its orders name; others are told of and left alone. */
export class ScreenConnectRemoteAgent implements RemoteAgent {
  readonly provider = 'screen-connect';
  readonly lookEveryMs: number;
  private readonly records: InstalledRecords;
  private readonly foreign: ForeignClients;
  private readonly connection = new ConnectionWatch();
  private record: InstalledRecord | undefined;
  private history: RepairHistory;
  private known: { readonly process: string; readonly version: string | null } | undefined;
  private seen: Seen | undefined;
  private service: { readonly at: number; readonly trouble: Trouble | null } | undefined;
  private rebootPending = false;
  private repairing: Promise<void> = Promise.resolve();
  private isReleased = false;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly system: ClientSystem,
    /** The same, or in private mode the one around it. */
    device: ClientSystem,
  ) {
    this.records = new InstalledRecords(surroundings.folder);
    this.record = this.records.read();
    this.history = { reinstalls: this.record?.reinstalls ?? [], starts: [], failedStarts: 0, lastStart: 0 };
    this.lookEveryMs = system.lookEveryMs;
    this.foreign = new ForeignClients(device, device === system);
  }

  /** A service manager started it, or repair does; without one it is brought up at once. */
  async resume(): Promise<void> {
    if (!this.surroundings.privateMode || !this.record?.complete) return;
    const { client, pid } = await this.look();
    if (client && isWhole(client, this.record) && pid === undefined) await this.system.start(client);
    this.seen = undefined;
  }

  async install({ generation, params }: { generation: string; params: InstallRemoteAgentParams }, progress: Progress): Promise<Done> {
    const configuration = clientConfiguration(params.configuration);
    if (!this.system.formats.includes(params.installer.format)) {
      throw new CodedFailure('RA-ELG-04', `a client is not installed from the format ${params.installer.format} here`, 'refused');
    }
    const { record } = this;
    const before = await this.find(configuration.fingerprint);
    const isUp = record?.complete && record.replaces === undefined && before && isWhole(before, record) && (await this.system.processId(before)) !== undefined;
    if (isUp && isEffective(record, generation, params)) return { detail: 'already effective', evidence: await this.evidence() };
    const isSame = isUp && record.params.installer.sha256 === params.installer.sha256 && fingerprintOf(record) === configuration.fingerprint;
    if (isSame) {
      progress('configuring');
      await this.showParameters(before, LaunchParameters.of(configuration, params.proof.mark, before.parameters, record.remoteId));
      this.remember({ ...record, generation, params });
      return { detail: 'configured what was installed', evidence: await this.evidence() };
    }
    progress('downloading', 0);
    const artifact = await this.surroundings.artifacts.obtain(params.installer, (percent) => progress('downloading', percent));
    progress('installing');
    const earlier = record && (record.replaces ?? fingerprintOf(record));
    const replaces = earlier === configuration.fingerprint ? undefined : earlier;
    const remoteId = before?.parameters?.sessionId ?? (earlier === configuration.fingerprint ? record?.remoteId : undefined);
    this.remember({ generation, params, complete: false, reinstalls: this.history.reinstalls, ...(remoteId && { remoteId }), ...(replaces && { replaces }) });
    await this.putInPlace(artifact, params, configuration, () => progress('registering'));
    if (replaces) {
      await this.system.remove(replaces);
      this.remember({ ...this.record!, replaces: undefined });
    }
    this.surroundings.artifacts.keepOnly([params.installer.sha256]);
    return { detail: before && !record ? 'installed over one that was installed by hand, whose session goes on' : 'installed', evidence: await this.evidence() };
  }

  async remove(progress: Progress): Promise<Done> {
    progress('removing');
    const ours = this.record ? fingerprintsOf(this.record) : [];
    const removed: (readonly Gone[])[] = [];
    for (const fingerprint of ours) removed.push(await this.system.remove(fingerprint));
    const gone = this.system.removable.filter((part) => removed.every((parts) => parts.includes(part)));
    const left = this.system.removable.filter((part) => !gone.includes(part));
    if (left.length > 0) throw new CodedFailure(NOT_REMOVED, `still there: ${left.join(', ')}`);
    this.records.forget();
    this.record = undefined;
    this.seen = undefined;
    this.known = undefined;
    this.rebootPending = false;
    this.surroundings.artifacts.keepOnly([]);
    return { detail: ours.length > 0 ? 'removed' : 'already effective', evidence: { ...(await this.evidence()), gone } };
  }

  async applySettings({ settings, settingsHash }: ApplySettingsParams, progress: Progress): Promise<Done> {
    const record = this.demandRecord();
    progress('configuring');
    const wasSo = record.params.settingsHash === settingsHash;
    this.remember({ ...record, params: { ...record.params, settings, settingsHash } });
    return { detail: wasSo ? 'already effective' : 'settings kept', evidence: await this.evidence() };
  }

  async proveIdentity(proof: IdentityProof, progress: Progress): Promise<Done> {
    const record = this.demandRecord();
    progress('verifying');
    const { client } = await this.look();
    if (!client) throw new CodedFailure(NOT_RUNNING, 'the remote agent is gone');
    await this.showParameters(client, LaunchParameters.of(clientConfiguration(record.params.configuration), proof.mark, client.parameters, record.remoteId));
    this.remember({ ...record, params: { ...record.params, proof } });
    return { detail: 'the mark is shown', evidence: await this.evidence() };
  }

  async observe(): Promise<RemoteAgentEvidence> {
    const evidence = await this.evidence();
    const { record } = this;
    if (!record?.complete) return evidence;
    const { client, pid } = await this.look();
    const { relayHost, relayPort } = clientConfiguration(record.params.configuration);
    const unconnected = this.connection.look(pid, { host: relayHost, port: Number(relayPort) });
    const troubles = ownTroubles({
      client: client && { ...client, isWhole: isWhole(client, record) },
      isRunning: pid !== undefined,
      service: client ? await this.serviceTrouble(client, pid) : null,
      wanted: wantedParameters(record, client?.parameters),
      unconnected,
    });
    return { ...evidence, troubles, repairs: repairCounts(this.history, Date.now()) };
  }

  observeForeign(): Promise<readonly RemoteAgentEvidence[]> {
    return this.foreign.observe(this.record && fingerprintOf(this.record));
  }

  removeForeign(place: string, progress: Progress): Promise<string> {
    progress('removing');
    return this.foreign.remove(place, this.record && fingerprintOf(this.record));
  }

  /** Asked once for each process: a client that its server updated is another process afterwards. */
  async learnVersion(): Promise<void> {
    if (!this.record?.complete) return;
    const { client, pid } = await this.look();
    if (!client || pid === undefined || this.known?.process === processName(pid)) return;
    const { record } = this;
    const version = await this.system.version(client);
    this.known = { process: processName(pid), version };
    if (version === null || record.version?.text === version) return;
    // What an update by its server added or took away is as it should be.
    const programs = record.version === undefined ? record.programs : client.programs;
    this.remember({ ...record, programs, version: { sha256: record.params.installer.sha256, text: version } });
  }

  repair(): Promise<void> {
    if (this.isReleased) return Promise.resolve();
    const repairing = this.repairOnce();
    this.repairing = repairing.catch(() => undefined);
    return repairing;
  }

  private async repairOnce(): Promise<void> {
    const { record } = this;
    if (!record?.complete || !record.params.settings.selfHeal) return;
    // What is repaired is what was told.
    const { client, pid } = this.seen ?? (await this.look());
    const installed = client !== undefined && isWhole(client, record);
    const running = installed && pid !== undefined;
    const wanted = wantedParameters(record, client?.parameters);
    if (installed && !client.parameters?.says(wanted)) await this.system.writeParameters(client, wanted);
    if (installed && (await this.serviceTrouble(client, pid))?.code === SERVICE_DISABLED) await this.system.enable(client);
    this.seen = undefined;
    const now = Date.now();
    const repair = planRepair({ installed, running }, this.history, now);
    if (repair !== 'start' && repair !== 'reinstall') return;
    this.history = afterStart(this.history, repair, now);
    this.service = undefined;
    if (repair === 'start') return this.system.start(client!);
    this.remember({ ...record, reinstalls: this.history.reinstalls });
    const artifact = await this.surroundings.artifacts.obtain(record.params.installer, () => undefined);
    await this.putInPlace(artifact, record.params, clientConfiguration(record.params.configuration));
  }

  /** Service managers restart by themselves; a new process is seen at the next look. */
  onSign(): void {
    return;
  }

  /** A service outlives the endpoint agent on purpose. */
  async release(): Promise<void> {
    this.isReleased = true;
    // What is being started again now would outlive us.
    await this.repairing;
    this.seen = undefined;
    const { client } = await this.look();
    if (client && this.surroundings.privateMode) await this.system.stop(client);
  }

  /** Installs, has the client be started with our parameters, and waits until it runs and has a session. */
  private async putInPlace(artifact: string, params: InstallRemoteAgentParams, configuration: ClientConfiguration, placed: () => void = () => undefined): Promise<void> {
    const { fingerprint, expectedSigner } = configuration;
    const others = (await this.system.clients()).map((client) => client.fingerprint);
    const before = (await this.find(fingerprint))?.parameters;
    const parameters = LaunchParameters.of(configuration, params.proof.mark, before, this.record?.remoteId);
    await withExtension(artifact, params.installer.format, this.surroundings.folder, async (file) => {
      this.rebootPending = await this.system.install({ artifact: file, format: params.installer.format, fingerprint, parameters, ...(expectedSigner && { expectedSigner }) });
    });
    placed();
    const client = await this.find(fingerprint);
    if (!client) {
      // Nobody ordered the one that it made, which may run already.
      for (const stranger of await this.system.clients()) if (!others.includes(stranger.fingerprint)) await this.system.remove(stranger.fingerprint);
      throw new CodedFailure('RA-PKG-05', `the installer of another instance: it made no client ${fingerprint}`);
    }
    await this.showParameters(client, LaunchParameters.of(configuration, params.proof.mark, client.parameters ?? before, this.record?.remoteId), true);
    const { parameters: shown, programs } = (await this.find(fingerprint))!;
    this.remember({ ...this.record!, complete: true, programs, remoteId: shown!.sessionId! });
  }

  /** Parameters, as programs, are read at process start only. */
  private async showParameters(client: FoundClient, parameters: LaunchParameters, hasNewPrograms = false): Promise<void> {
    const runs = (await this.system.processId(client)) !== undefined;
    const isSame = client.parameters?.says(parameters) ?? false;
    if (!isSame) await this.system.writeParameters(client, parameters);
    if (!runs) await this.system.start(client);
    else if (!isSame || hasNewPrograms) await this.system.restart(client);
    for (let waited = 0; waited <= UP_PATIENCE_MS; waited += LOOK_EVERY_MS) {
      const now = await this.find(client.fingerprint);
      if (now?.parameters?.sessionId && (await this.system.processId(now)) !== undefined) {
        this.seen = undefined;
        return;
      }
      await delay(LOOK_EVERY_MS);
    }
    throw new CodedFailure(NOT_RUNNING, 'the remote agent does not run, or has made no session');
  }

  private async evidence(): Promise<RemoteAgentEvidence> {
    const { record } = this;
    const { client, pid } = await this.look();
    const process = pid === undefined ? undefined : processName(pid);
    const remoteId = pid === undefined ? undefined : client?.parameters?.sessionId;
    return {
      provider: this.provider,
      installed: client !== undefined && record !== undefined && isWhole(client, record),
      running: pid !== undefined,
      ...(remoteId && { remoteId }),
      ...(process !== undefined && { process }),
      ...(process !== undefined && this.known?.process === process && this.known.version !== null && { version: this.known.version }),
      ...(record?.complete && { settingsHash: record.params.settingsHash, installerSha256: record.params.installer.sha256 }),
      ...(record?.complete && pid !== undefined && { proofNumber: record.params.proof.number }),
      ...(this.rebootPending && { rebootPending: true }),
    };
  }

  /** What is there now, or was half a look ago; acts forget it. */
  private async look(): Promise<Seen> {
    if (this.seen && performance.now() - this.seen.at < this.lookEveryMs / 2) return this.seen;
    const client = this.record && (await this.find(fingerprintOf(this.record)));
    this.seen = { at: performance.now(), client, pid: client && (await this.system.processId(client)) };
    return this.seen;
  }

  /** Asked at every look only while nothing runs. */
  private async serviceTrouble(client: FoundClient, pid: number | undefined): Promise<Trouble | null> {
    if (pid !== undefined && this.service && performance.now() - this.service.at < ASK_EVERY_MS) return this.service.trouble;
    const trouble = await this.system.trouble(client);
    this.service = { at: performance.now(), trouble };
    return trouble;
  }

  private async find(fingerprint: string): Promise<FoundClient | undefined> {
    return (await this.system.clients()).find((client) => client.fingerprint === fingerprint);
  }

  private demandRecord(): InstalledRecord {
    if (this.record?.complete) return this.record;
    throw new CodedFailure(NOT_RUNNING, 'there is no remote agent on this device');
  }

  private remember(record: InstalledRecord): void {
    this.record = this.records.write(record);
    this.seen = undefined;
  }
}
