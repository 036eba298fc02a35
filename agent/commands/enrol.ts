import { hostname } from 'node:os';
import { AGENT_VERSION } from '../agent-version.js';
import { deviceKey, readEnrolment, writeEnrolment } from '../identity/device-identity.js';
import { hardwareFacts, hardwareId } from '../identity/hardware-id.js';
import { architecture, operatingSystem, osVersion, packageFormat } from '../inventory/platform-facts.js';
import { ownProgram } from '../self/own-program.js';
import { availableSystemService } from '../service/available-system-service.js';
import {
  enrolDevice,
  EnrolmentRefused,
  rootKeyFingerprint,
  serverAddress,
  ServerNotTrusted,
  ServerUnreachable,
  UnsafeAddress,
} from '../wire/index.js';
import type { CommandLine } from './command-line.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { readToken } from './read-token.js';

/** Enrols this device. Safe to repeat: the key made at the first try is used until the device is uninstalled. */
export async function enrol(line: CommandLine): Promise<string> {
  const server = safely(() => serverAddress(line.server!));
  const token = await readToken(line, process.stdin);
  const state = line.state.prepare();
  const earlier = readEnrolment(state);
  if (earlier && rootKeyFingerprint(earlier.rootKey) !== token.fingerprint) {
    throw new CommandFailed(EXIT.refusedByServer, `this device belongs to ${earlier.server}; uninstall it there first`);
  }
  const [key, packages] = [deviceKey(state), packageFormat()];
  const response = await answered(() =>
    enrolDevice(server, {
      token: token.text,
      publicKey: key.publicKey,
      hardwareId: hardwareId(hardwareFacts()),
      hostname: hostname().slice(0, 255) || 'unnamed',
      os: operatingSystem(),
      osVersion: osVersion().slice(0, 200),
      arch: architecture(),
      ...(packages && { packageFormat: packages }),
      agentVersion: AGENT_VERSION,
    }),
  );
  writeEnrolment(state, { ...response, server: server.href, enrolledAt: new Date().toISOString() });
  const service = line.noService ? undefined : availableSystemService();
  await service?.install(ownProgram(), state);
  const next = service ? `the service ${service.name} is running` : 'start it with: latchkey-agent run';
  return `Enrolled as device ${response.deviceId}; ${next}.`;
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EnrolmentRefused)
      throw new CommandFailed(EXIT.refusedByServer, `${error.code}: ${error.message}`);
    if (error instanceof ServerUnreachable) throw new CommandFailed(EXIT.serverUnreachable, error.message);
    if (error instanceof ServerNotTrusted || error instanceof UnsafeAddress) {
      throw new CommandFailed(EXIT.serverNotTrusted, error.message);
    }
    throw error;
  }
}

function safely(parse: () => URL): URL {
  try {
    return parse();
  } catch (error) {
    throw new CommandFailed(EXIT.serverNotTrusted, error instanceof Error ? error.message : String(error));
  }
}
