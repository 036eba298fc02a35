import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import type { EventPlace, Occurrence } from './event-facts.js';

/** An occurrence in words, and where in the console more of it is. */
export interface Words {
  readonly title: string;
  readonly lines: readonly string[];
  /** Below the console's origin. */
  readonly path: string;
}

/** More sites than these are counted, not named. */
export const NAMED_SITES = 5;

/** Says what happened. Texts of devices are cut and made plain: they may be long, and steer a terminal or a mail. */
export function wordsOf(occurrence: Occurrence): Words {
  const { event, facts, places, devices, subjectId } = occurrence;
  const [name, title, reason, by] = [facts.name, facts.title, facts.reason, facts.by].map((text) => plain(text ?? ''));
  switch (event) {
    case 'device.failed': {
      const entry = catalogueEntry(facts.code ?? '');
      return {
        title: `${counted(devices, 'device has', 'devices have')} failed: ${entry?.title ?? plain(facts.code ?? '')}`,
        lines: [...(entry ? [`${entry.code}: ${entry.cause}`, `What to do: ${entry.remedy}`] : []), ...atPlaces(occurrence)],
        path: `/devices?errorCode=${encodeURIComponent(facts.code ?? '')}`,
      };
    }
    case 'rollout.halted':
      return { title: `The rollout “${title}” has halted`, lines: [...(reason ? [reason] : []), ...atPlaces(occurrence)], path: `/deployments/${subjectId}` };
    case 'unknown-remote-agent.found': {
      const where = places[0];
      const device = plain(where?.names[0] ?? 'a device');
      return {
        title: `An unknown remote agent was found on ${device}`,
        lines: [`${plain(facts.provider ?? '')} at ${plain(facts.place ?? '')}`, ...(where ? [site(where)] : [])],
        path: '/devices/identity',
      };
    }
    case 'break-glass.used':
      return { title: 'The break-glass account was used', lines: [...(by ? [`By ${by}.`] : []), ...(reason ? [reason] : [])], path: '/audit' };
    case 'provider.down':
      return { title: `The provider “${name}” is down`, lines: facts.code ? [`${facts.code}: ${catalogueEntry(facts.code)?.cause ?? ''}`] : [], path: '/settings/providers' };
    case 'provider.up':
      return { title: `The provider “${name}” is up again`, lines: [], path: '/settings/providers' };
    case 'approval.waiting':
      return { title: `An approval waits: ${title}`, lines: [`Asked for by ${by}.`], path: `/approvals/${subjectId}` };
    case 'audit.seal-broken':
      return { title: 'The audit log is not as it was sealed', lines: reason ? [reason] : [], path: '/audit' };
    case 'engine.below-floor':
      return { title: `The engine of “${name}” has known holes`, lines: [`It is version ${plain(facts.version ?? '')}. Update it as soon as you can.`], path: '/settings/providers' };
    case 'api-key.expiring':
      return { title: `The API key “${name}” expires soon`, lines: reason ? [reason] : [], path: '/settings/users' };
    case 'webhook.disabled':
      return { title: `The webhook “${name}” was disabled`, lines: reason ? [reason] : [], path: '/settings/notifications?tab=webhooks' };
  }
}

function atPlaces({ places, placeCount }: Occurrence): string[] {
  const named = places.slice(0, NAMED_SITES).map((place) => `${site(place)}${ofDevices(place)}`);
  return placeCount > named.length ? [...named, `and ${counted(placeCount - named.length, 'more site', 'more sites')}`] : named;
}

function ofDevices({ devices, names }: EventPlace): string {
  if (devices === 0) return '';
  const examples = names.map(plain).join(', ');
  if (examples === '') return `: ${counted(devices, 'device', 'devices')}`;
  return `: ${examples}${devices > names.length ? ` and ${devices - names.length} more` : ''}`;
}

const site = ({ clientName, siteName }: EventPlace) => `${plain(clientName)} › ${plain(siteName)}`;

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** One line of bearable length, without what steers a screen or turns the direction of reading. */
export function plain(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
