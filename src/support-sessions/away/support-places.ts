import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { providerKinds } from '../../remote-access/index.js';
import type { SupportPlaceView } from './support-place.view.js';

/** The provider instances at which support sessions can be held, by name. */
export function supportPlaces(tx: Tx): Promise<SupportPlaceView[]> {
  const kinds = providerKinds().filter(({ holdsSupport }) => holdsSupport).map(({ kind }) => kind);
  return tx.query(`SELECT id, name FROM provider_instance WHERE enabled AND kind = ANY($1) ORDER BY name, id`, [kinds]);
}

export async function supportPlaceById(tx: Tx, id: string): Promise<SupportPlaceView> {
  const place = (await supportPlaces(tx)).find((each) => each.id === id);
  if (!place) throw missingReference('/providerInstanceId', 'provider instance that holds support sessions');
  return place;
}
