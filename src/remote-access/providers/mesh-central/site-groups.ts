import { ProviderError, type ProviderSite } from '../../provider.js';
import type { ControlConnection } from './control-connection.js';
import type { MeshDocument } from './control-messages.js';
import { displayName, endpointsIn } from './node-record.js';
import { isGroupId } from './remote-ids.js';

/** Remote control, view only, no terminal, no files, guest sharing: what the viewer account may do in every group of ours. */
const VIEWER_RIGHTS = 8 | 256 | 512 | 1024 | 524_288;

/** The device groups that stand for sites. A group is ours by its description, never by its name, which may repeat. */
export class SiteGroups {
  /** One at a time: the engine gladly makes the same group twice. */
  private turn: Promise<unknown> = Promise.resolve();

  /** `viewer` is null where no second account exists. */
  constructor(
    private readonly control: ControlConnection,
    private readonly viewer: string | null,
  ) {}

  ensure(site: ProviderSite): Promise<string> {
    const mine = this.turn.then(() => this.find(site));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  async remove(groupId: string): Promise<void> {
    const groups = await this.all();
    if (!groups.some((group) => group._id === groupId)) return;
    const answer = await this.control.ask('nodes', { meshid: groupId });
    const left = endpointsIn(answer.nodes).length;
    if (left > 0) throw new ProviderError('rejected', `${left} remote endpoints are still in this group.`);
    await this.control.ask('deletemesh', { meshid: groupId });
  }

  async nameOf(groupId: string): Promise<string> {
    const group = (await this.all()).find((each) => each._id === groupId);
    if (!group) throw new ProviderError('rejected', 'There is no such remote group.');
    // A line of the settings file of remote agents.
    return displayName(group.name);
  }

  private async find(site: ProviderSite): Promise<string> {
    const desc = `ra:site:${site.id}`;
    const name = displayName(site.name);
    const [found, ...spare] = ofSite(await this.all(), desc);
    // Left by two that asked in the same moment and heard no answer.
    for (const { _id } of spare) await this.removeIfEmpty(_id);
    let group = found;
    if (!group) {
      const made = await this.control.ask('createmesh', { meshname: name, meshtype: 2, desc, flags: 0, consent: 0 });
      // Somebody else may have made one in the same moment: the oldest is the site's, ours goes again.
      [group] = ofSite(await this.all(), desc);
      if (!group) throw new ProviderError('rejected', 'The server made a group and does not show it.');
      if (isGroupId(made.meshid) && made.meshid !== group._id)
        await this.control.ask('deletemesh', { meshid: made.meshid });
    }
    // Consent is decided per launch, on the share alone; the server adds both up.
    if (group.name !== name || (group.consent ?? 0) !== 0) {
      await this.control.tell('editmesh', { meshid: group._id, meshname: name, consent: 0 });
    }
    if (this.viewer !== null && group.links?.[this.viewer]?.rights !== VIEWER_RIGHTS) {
      await this.control.ask('addmeshuser', { meshid: group._id, userids: [this.viewer], meshadmin: VIEWER_RIGHTS });
    }
    return group._id;
  }

  /** One in which endpoints are stays: they are moved first, and it goes at the next look. */
  private async removeIfEmpty(groupId: string): Promise<void> {
    const answer = await this.control.ask('nodes', { meshid: groupId });
    if (endpointsIn(answer.nodes).length === 0) await this.control.ask('deletemesh', { meshid: groupId });
  }

  private async all(): Promise<readonly MeshDocument[]> {
    const answer = await this.control.ask('meshes', {});
    return Array.isArray(answer.meshes) ? answer.meshes.filter(isMeshDocument) : [];
  }
}

/** A group as far as we look into it; whatever else it says is not believed. */
function isMeshDocument(value: unknown): value is MeshDocument {
  const group = value as Partial<Record<keyof MeshDocument, unknown>> | null;
  return typeof group === 'object' && group !== null && isGroupId(group._id) && typeof group.name === 'string';
}

/** Those of one site, the oldest first: that one is the site's. */
function ofSite(groups: readonly MeshDocument[], desc: string): MeshDocument[] {
  const made = (group: MeshDocument) => (typeof group.creation === 'number' ? group.creation : 0);
  return groups.filter((group) => group.desc === desc).sort((a, b) => made(a) - made(b) || (a._id < b._id ? -1 : 1));
}
