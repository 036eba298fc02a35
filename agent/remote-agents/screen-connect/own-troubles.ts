import type { Trouble } from '../../../contracts/agent-protocol.js';
import type { FoundClient } from './client-system.js';
import type { LaunchParameters } from './launch-parameters.js';

const LONGEST_DETAIL = 500;

/** What was seen of our own client. */
export interface SeenClient {
  readonly client: (FoundClient & { readonly isWhole: boolean }) | undefined;
  readonly isRunning: boolean;
  /** What the service manager says. */
  readonly service: Trouble | null;
  readonly wanted: LaunchParameters | undefined;
  readonly unconnected: Trouble | null;
}

/** Everything that can be seen to stand in its way, the most telling first. */
export function ownTroubles({ client, isRunning, service, wanted, unconnected }: SeenClient): Trouble[] {
  if (!client || (!client.parameters && client.programs.length === 0)) {
    return [{ code: 'RA-AGT-05', detail: 'everything of the remote agent is gone, and no instruction removed it' }];
  }
  const found: (Trouble | null | false)[] = client.isWhole
    ? [
        service,
        !isRunning && { code: 'RA-AGT-02', detail: 'the remote agent does not run' },
        unconnected,
        wanted !== undefined && !client.parameters?.says(wanted) && { code: 'RA-CFG-04', detail: 'the launch parameters are not as they were written' },
      ]
    : [{ code: 'RA-SEC-01', detail: `program files in ${client.place} are gone while others are still there` }];
  return found.filter((trouble) => trouble !== null && trouble !== false).map(({ code, detail }) => ({ code, detail: detail.slice(0, LONGEST_DETAIL) }));
}
