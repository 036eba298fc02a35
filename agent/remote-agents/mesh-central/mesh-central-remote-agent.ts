import { join } from 'node:path';
import type {
  ApplySettingsParams,
  IdentityProof,
  InstallRemoteAgentParams,
  RemoteAgentEvidence,
} from '../../../contracts/agent-protocol.js';
import { sha256Of } from '../../artifacts/artifact-store.js';
import { CodedFailure } from '../../coded-failure.js';
import { processName } from '../../system/processes.js';
import { whyNotStarted } from '../../system/why-not-started.js';
import type { Done, Progress, RemoteAgent, Surroundings } from '../remote-agent.js';
import { meshConfiguration } from './configuration.js';
import { ForeignMeshAgents } from './foreign-mesh-agents.js';
import type { Hosting } from './hosting.js';
import { InstalledRecords, isEffective, isSameInstallation, type InstalledRecord } from '../installed-record.js';
import { mshText } from './msh.js';
import { awaitNodeId, nodeIdOf, remoteIdOf } from './node-id.js';
import { parseAgentVersion } from './agent-version.js';
import { afterStart, planRepair, repairCounts, type RepairHistory } from '../plan-repair.js';
import { type Looked, TroubleWatch } from './trouble-watch.js';

export const MESH_CENTRAL = 'mesh-central';
const NOT_RUNNING = 'RA-AGT-02';
const NOT_REMOVED = 'RA-RMV-03';
const SERVICE_DISABLED = 'RA-AGT-03';
const IDENTITY_PATIENCE_MS = 30_000;

/** The MeshAgent of this device. */
export class MeshCentralRemoteAgent implements RemoteAgent {
  readonly provider = MESH_CENTRAL;
  private readonly records: InstalledRecords;
  private record: InstalledRecord | undefined;
  private readonly troubles: TroubleWatch;
  private readonly foreign: ForeignMeshAgents;
  private history: RepairHistory;
  /** The remote id that one process stated; another process is asked anew. */
  private stated: { readonly pid: number; readonly remoteId: string } | undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly hosting: Hosting,
  ) {
    this.foreign = new ForeignMeshAgents(surroundings.run);
    this.records = new InstalledRecords(surroundings.folder);
    this.record = this.records.read();
    this.history = { reinstalls: this.record?.reinstalls ?? [], starts: [], failedStarts: 0, lastStart: 0 };
    this.troubles = new TroubleWatch(hosting, surroundings.skewMs);
  }

  get lookEveryMs(): number {
    return this.hosting.lookEveryMs;
  }

  async resume(): Promise<void> {
    if (this.record?.complete) await this.hosting.takeOver();
  }

  async install(
    { generation, params }: { generation: string; params: InstallRemoteAgentParams },
    progress: Progress,
  ): Promise<Done> {
    const configuration = meshConfiguration(params.configuration);
    if (params.installer.format !== 'executable') {
      throw new CodedFailure(
        'RA-ELG-04',
        `a MeshAgent is not installed from the format ${params.installer.format}`,
        'refused',
      );
    }
    const { record } = this;
    const isUp = record && this.hosting.isInstalled() && (await this.hosting.processId()) !== undefined;
    if (record && isUp && isEffective(record, generation, params)) {
      return { detail: 'already effective', evidence: await this.evidence() };
    }
    if (record && isUp && isSameInstallation(record, params)) {
      progress('configuring');
      if (record.params.proof.number !== params.proof.number || record.params.proof.mark !== params.proof.mark) {
        await this.showMark(params.proof);
      }
      this.remember({ ...record, generation, params });
      return { detail: 'configured what was installed', evidence: await this.evidence() };
    }
    progress('downloading', 0);
    const artifact = await this.surroundings.artifacts.obtain(params.installer, (percent) =>
      progress('downloading', percent),
    );
    progress('installing');
    this.remember({ generation, params, complete: false, reinstalls: this.history.reinstalls });
    const identity = record ? undefined : await this.adopt(configuration.serverId);
    await this.hosting.install({ artifact, msh: mshText(configuration), tag: params.proof.mark, ...(identity && { identity }) });
    progress('registering');
    await this.awaitIdentity();
    const program = await this.programNow();
    this.remember({ ...this.record!, complete: true, ...(program && { program }) });
    this.surroundings.artifacts.keepOnly([params.installer.sha256]);
    return { detail: identity ? 'installed in place of one that was installed by hand, with its identity' : 'installed', evidence: await this.evidence() };
  }

  async remove(progress: Progress): Promise<Done> {
    progress('removing');
    const wasThere = this.record !== undefined || this.hosting.isInstalled();
    const gone = await this.hosting.remove();
    const left = this.hosting.removable.filter((part) => !gone.includes(part));
    if (left.length > 0) throw new CodedFailure(NOT_REMOVED, `still there: ${left.join(', ')}`);
    this.records.forget();
    this.record = undefined;
    this.stated = undefined;
    this.surroundings.artifacts.keepOnly([]);
    return { detail: wasThere ? 'removed' : 'already effective', evidence: { ...(await this.evidence()), gone } };
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
    await this.showMark(proof);
    this.remember({ ...record, params: { ...record.params, proof } });
    return { detail: 'the mark is shown', evidence: await this.evidence() };
  }

  async observe(): Promise<RemoteAgentEvidence> {
    const evidence = await this.evidence();
    const looked = await this.looked();
    if (!looked) return evidence;
    const relayCertificate = this.troubles.certificateOf(looked);
    if (relayCertificate !== undefined) this.remember({ ...this.record!, relayCertificate });
    return { ...evidence, troubles: await this.troubles.look(looked), repairs: repairCounts(this.history, Date.now()) };
  }

  async observeForeign(): Promise<readonly RemoteAgentEvidence[]> {
    return this.foreign.observe(this.record && meshConfiguration(this.record.params.configuration).serverId);
  }

  removeForeign(place: string, progress: Progress): Promise<string> {
    progress('removing');
    return this.foreign.remove(place);
  }

  async repair(): Promise<void> {
    const { record } = this;
    if (!record?.complete || !record.params.settings.selfHeal) return;
    const msh = mshText(meshConfiguration(record.params.configuration));
    const pid = await this.hosting.processId();
    const seen = { installed: this.hosting.isInstalled(), running: pid !== undefined };
    if (seen.installed && !this.hosting.hasSettings(msh)) this.hosting.writeSettings(msh);
    if (seen.installed && (await this.troubles.serviceTrouble(pid))?.code === SERVICE_DISABLED) await this.hosting.enable();
    const now = Date.now();
    const isSound = seen.installed && (seen.running || !(await this.isExchanged(record)));
    const repair = planRepair({ ...seen, installed: isSound }, this.history, now);
    if (repair !== 'start' && repair !== 'reinstall') return;
    this.history = afterStart(this.history, repair, now);
    if (repair === 'start') return this.hosting.start();
    this.remember({ ...record, reinstalls: this.history.reinstalls });
    const artifact = await this.surroundings.artifacts.obtain(record.params.installer, () => undefined);
    await this.hosting.install({ artifact, msh, tag: record.params.proof.mark });
  }

  private async isExchanged({ program }: InstalledRecord): Promise<boolean> {
    return program !== undefined && (await this.programNow()) !== program;
  }

  /** The SHA-256 of the program as it lies there; undefined where it cannot be read. */
  private programNow(): Promise<string | undefined> {
    return sha256Of(this.hosting.binary).catch(() => undefined);
  }

  onSign(look: () => void): void {
    this.hosting.onExit(look);
  }

  release(): Promise<void> {
    return this.hosting.release();
  }

  /** The identity of a MeshAgent of this engine that somebody installed by hand as a service, which is gone then. */
  private async adopt(serverId: string): Promise<string | undefined> {
    const kept = join(this.surroundings.folder, 'adopted.db');
    return !this.surroundings.privateMode && (await this.foreign.takeOver(serverId, kept)) ? kept : undefined;
  }

  /** The mark is read at process start only. */
  private async showMark(proof: IdentityProof): Promise<void> {
    this.hosting.writeTag(proof.mark);
    await this.hosting.restart();
    await this.awaitIdentity();
  }

  private async awaitIdentity(): Promise<void> {
    const { hosting } = this;
    const isRunning = async () => (await hosting.processId()) !== undefined;
    const hex = await awaitNodeId(() => this.askNodeId(), isRunning, IDENTITY_PATIENCE_MS);
    const pid = await hosting.processId();
    if (pid === undefined) throw whyNotStarted(hosting.binary, hosting.lastOutput());
    if (hex === undefined) throw new CodedFailure(NOT_RUNNING, 'the remote agent runs but has made no identity');
    this.state(pid, hex);
  }

  private async evidence(): Promise<RemoteAgentEvidence> {
    const { record } = this;
    const pid = await this.hosting.processId();
    if (pid !== undefined && this.stated?.pid !== pid) {
      const hex = await this.askNodeId();
      if (hex) this.state(pid, hex);
    }
    return {
      provider: this.provider,
      installed: this.hosting.isInstalled(),
      running: pid !== undefined,
      ...(this.stated && pid === this.stated.pid && { remoteId: this.stated.remoteId }),
      ...(record?.version?.sha256 === record?.params.installer.sha256 &&
        record?.version && { version: record.version.text }),
      ...(pid !== undefined && { process: processName(pid) }),
      ...(record?.complete && { settingsHash: record.params.settingsHash, installerSha256: record.params.installer.sha256 }),
      ...(record?.complete && pid !== undefined && { proofNumber: record.params.proof.number }),
    };
  }

  /** Asks the binary for its version, once for each binary: it costs a process, so never while somebody waits. */
  async learnVersion(): Promise<void> {
    const { record } = this;
    if (!record?.complete || record.version?.sha256 === record.params.installer.sha256 || !this.hosting.isInstalled())
      return;
    const text = parseAgentVersion(
      (await this.surroundings.run(this.hosting.binary, ['-info'], { timeoutMs: 10_000 })).output,
    );
    this.remember({ ...record, version: { sha256: record.params.installer.sha256, text: text ?? 'unknown' } });
  }

  /** What the watch over troubles has to know; undefined while nothing is meant to be here. */
  private async looked(): Promise<Looked | undefined> {
    const { record } = this;
    if (!record?.complete) return undefined;
    const configuration = meshConfiguration(record.params.configuration);
    return {
      installed: this.hosting.isInstalled(),
      pid: await this.hosting.processId(),
      meshServer: new URL(configuration.meshServer),
      settings: mshText(configuration),
      relayCertificate: record.relayCertificate,
    };
  }

  private askNodeId(): Promise<string | undefined> {
    return nodeIdOf(this.hosting.binary, this.hosting.database, this.surroundings.run);
  }

  private state(pid: number, hex: string): void {
    this.stated = { pid, remoteId: remoteIdOf(hex, this.record?.params.configuration['domain'] ?? '') };
  }

  private demandRecord(): InstalledRecord {
    if (this.record?.complete) return this.record;
    throw new CodedFailure(NOT_RUNNING, 'there is no remote agent on this device');
  }

  private remember(record: InstalledRecord): void {
    this.record = this.records.write(record);
  }
}
