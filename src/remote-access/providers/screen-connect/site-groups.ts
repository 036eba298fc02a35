import { ProviderError, type ProviderSite } from '../../provider.js';
import { plainText } from './plain-text.js';
import type { PropertyMapping } from './property-mapping.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEY = new RegExp(`^lk1\\.${UUID}$`);
const GROUP = new RegExp(`^(lk1\\.${UUID})\\.([A-Za-z0-9_-]*)\\.([A-Za-z0-9_-]*)$`);

/** The beginning of every key of ours. */
export const KEY_PREFIX = 'lk1.';

/** What a session's properties say about its site. */
export interface SiteLabels {
  readonly key: string;
  readonly company: string;
  readonly site: string;
}

/**
 * A group is not an object of the server: it is what the properties of its sessions say. So its id holds these texts, equal sites have
 * equal ids, making one twice makes nothing, and a renamed site is another group into which its endpoints are moved.
 */
export function groupIdOf({ key, company, site }: SiteLabels): string {
  return [key, encoded(company), encoded(site)].join('.');
}

export function labelsOfSite({ id, name }: ProviderSite): SiteLabels {
  const key = `${KEY_PREFIX}${id}`;
  if (!KEY.test(key)) throw new ProviderError('rejected', 'This is no id of a site.');
  const [company = '', ...site] = name.split(' / ');
  return { key, company: plainText(company, 100) ?? '', site: plainText(site.join(' / '), 100) ?? '' };
}

export function labelsOfGroup(groupId: string): SiteLabels {
  const [, key, company = '', site = ''] = (typeof groupId === 'string' && GROUP.exec(groupId)) || [];
  if (!key) throw new ProviderError('rejected', 'This is no id of a remote group.');
  return { key, company: decoded(company), site: decoded(site) };
}

/** Null for a session that carries no key of ours. */
export function labelsIn(properties: readonly string[], mapping: PropertyMapping): SiteLabels | null {
  const at = (place: number) => properties[place - 1] ?? '';
  return KEY.test(at(mapping.key)) ? { key: at(mapping.key), company: at(mapping.company), site: at(mapping.site) } : null;
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
