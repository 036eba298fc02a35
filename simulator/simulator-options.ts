import { parseArgs } from 'node:util';

export const USAGE = `npm run simulate -- --devices N --server URL (--token-file F | known devices in --state) [options]

  --devices N           how many endpoint agents to be
  --server URL          the server, as an agent is told it
  --token-file F        a file that holds an enrolment token; only needed for devices that are not enrolled yet
  --state F             where identities are kept, so that the same devices come back (default: data/simulator/<host>.json)
  --spread-seconds S    begin over S seconds (default: devices / 500)
  --seconds T           end after T seconds (default: at Ctrl-C)
  --remote KIND         none: installations are reported, no remote agent connects; mesh-central: each one speaks the MeshAgent
                        handshake with its server (default: none)
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
  readonly remote: 'none' | 'mesh-central';
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
  const remote = values.remote ?? 'none';
  if (remote !== 'none' && remote !== 'mesh-central') throw new UsageError('--remote is none or mesh-central');
  return {
    devices,
    server,
    tokenFile: values['token-file'] ?? null,
    state: values.state ?? `data/simulator/${server.hostname}-${server.port || server.protocol.slice(0, -1)}.json`,
    spreadSeconds: values['spread-seconds'] === undefined ? devices / 500 : numberOf('spread-seconds', values['spread-seconds'], 0, 86_400),
    seconds: values.seconds === undefined ? null : numberOf('seconds', values.seconds, 1, 10_000_000),
    remote,
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
        processes: { type: 'string' }, json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
