import { parseArgs } from 'node:util';
import { OUTAGES, type PlannedOutage } from './provider/outage.js';
import { REMOTE_AGENT_KINDS, type RemoteAgentKind } from './known-remote-agents.js';

export const USAGE = `npm run simulate -- --devices N --server URL (--token-file F | known devices in --state) [options]

  --devices N           how many endpoint agents to be
  --server URL          the server, as an agent is told it
  --token-file F        a file that holds an enrolment token; only needed for devices that are not enrolled yet
  --state F             where identities are kept, so that the same devices come back (default: data/simulator/<host>.json)
  --spread-seconds S    begin over S seconds (default: devices / 500)
  --seconds T           end after T seconds (default: at Ctrl-C)
  --remote KIND         none: installations are reported, no remote agent connects; simulated: they connect to the provider of a
                        rehearsal, which --provider-port serves; a provider’s name: each one speaks to its server as its remote
                        agent does. One of ${REMOTE_AGENT_KINDS.join(', ')} (default: none)
  --provider-port P     serve a provider for these remote agents on 127.0.0.1:P, and say how Latchkey is told of it: a double of the
                        named product where there is one, else the provider of a rehearsal
  --outage KIND:AT:FOR  that provider fails, AT seconds after the start and for FOR seconds: away (not there), silent (takes everything,
                        says nothing) or wrong (a proxy's error page), such as away:60:30; for the provider of a rehearsal
  --faults SHARE        something goes wrong on this share of the devices, from 0 to 1 (default: 0)
  --seed N              what the devices do by chance is the same for the same seed (default: 1)
  --processes P         client processes (default: one per 8,000 devices)
  --json                one JSON object a line`;

export interface SimulatorOptions {
  readonly devices: number;
  readonly server: URL;
  readonly tokenFile: string | null;
  readonly state: string;
  readonly spreadSeconds: number;
  readonly seconds: number | null;
  readonly remote: RemoteAgentKind;
  readonly providerPort: number | null;
  readonly outage: PlannedOutage | null;
  readonly faults: number;
  readonly seed: number;
  readonly processes: number;
  readonly json: boolean;
}

/** Why the command line was not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line; throws `UsageError` for people. */
export function simulatorOptions(args: readonly string[]): SimulatorOptions {
  const { values } = parseOrRefuse(args);
  const server = urlOf(values.server ?? '');
  const devices = numberOf('devices', values.devices, 1, 1_000_000);
  const remote = REMOTE_AGENT_KINDS.find((kind) => kind === (values.remote ?? 'none'));
  if (!remote) throw new UsageError(`--remote is one of ${REMOTE_AGENT_KINDS.join(', ')}`);
  return {
    devices,
    server,
    tokenFile: values['token-file'] ?? null,
    state: values.state ?? `data/simulator/${server.hostname}-${server.port || server.protocol.slice(0, -1)}.json`,
    spreadSeconds: values['spread-seconds'] === undefined ? devices / 500 : numberOf('spread-seconds', values['spread-seconds'], 0, 86_400),
    seconds: values.seconds === undefined ? null : numberOf('seconds', values.seconds, 1, 10_000_000),
    remote,
    providerPort: values['provider-port'] === undefined ? null : numberOf('provider-port', values['provider-port'], 1, 65_535),
    outage: outageOf(values.outage, values['provider-port']),
    faults: numberOf('faults', values.faults ?? '0', 0, 1),
    seed: numberOf('seed', values.seed ?? '1', 0, 2 ** 31),
    processes: values.processes === undefined ? Math.ceil(devices / 8000) : numberOf('processes', values.processes, 1, 64),
    json: values.json ?? false,
  };
}

function parseOrRefuse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        devices: { type: 'string' }, server: { type: 'string' }, 'token-file': { type: 'string' }, state: { type: 'string' },
        'spread-seconds': { type: 'string' }, seconds: { type: 'string' }, remote: { type: 'string' }, seed: { type: 'string' },
        processes: { type: 'string' }, 'provider-port': { type: 'string' }, faults: { type: 'string' }, outage: { type: 'string' }, json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function outageOf(text: string | undefined, providerPort: string | undefined): PlannedOutage | null {
  if (text === undefined) return null;
  const [name, from, length, ...rest] = text.split(':');
  const kind = OUTAGES.find((each) => each === name);
  if (!kind || from === undefined || length === undefined || rest.length > 0) throw new UsageError(`--outage is KIND:AT:FOR, where KIND is one of ${OUTAGES.join(', ')}`);
  if (providerPort === undefined) throw new UsageError('--outage needs --provider-port: only the provider that is served here can fail');
  return { kind, fromSeconds: numberOf('outage AT', from, 0, 86_400), forSeconds: numberOf('outage FOR', length, 1, 86_400) };
}

function urlOf(text: string): URL {
  if (!URL.canParse(text)) throw new UsageError('--server is a URL, such as http://localhost:8080');
  return new URL(text);
}

function numberOf(name: string, text: string | undefined, least: number, most: number): number {
  const number = Number(text ?? NaN);
  if (!(number >= least && number <= most)) throw new UsageError(`--${name} is a number from ${least} to ${most}`);
  return number;
}
