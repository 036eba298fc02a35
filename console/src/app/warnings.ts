import { useQuery } from '@tanstack/react-query';
import type { ProviderInstance, Warning } from '../api/types';
import { providersQuery } from '../providers/provider-queries';
import { useMe } from './me';
import { hasRight } from './rights';

/**
 * What is wrong with the safety of this installation now. It is asked again as pages are opened and never by the clock: a
 * console that asks by itself would keep the session of somebody who left alive.
 */
export function useWarnings(): readonly Warning[] {
  const me = useMe();
  const asksProviders = me.warnings === undefined && hasRight(me, 'providers.read');
  const instances = useQuery({ ...providersQuery, enabled: asksProviders, refetchInterval: false });
  return me.warnings ?? instances.data?.items.filter(({ belowFloor }) => belowFloor).map(belowItsFloor) ?? [];
}

function belowItsFloor({ name, kindTitle, engineVersion, floorVersion }: ProviderInstance): Warning {
  const least = floorVersion ?? 'a newer version';
  return {
    code: null,
    title: `${name} runs ${kindTitle} ${engineVersion ?? 'of an unknown version'}, below its security floor`,
    detail: `The known holes of this version are being attacked: whoever reaches the engine may reach every device behind it. Upgrade it to ${least} or later; until then, let nobody but this machine reach it.`,
  };
}
