import type { EnrolRequest, EnrolResponse } from '../../contracts/agent-protocol.js';
import { postJson } from '../network/post-json.js';
import { parseEnrolmentToken } from './enrolment-token.js';
import { gatewayAddress } from './server-address.js';
import { ServerNotTrusted, trustedServerKeys } from './server-keys.js';

/** The server answered, and the answer was no. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer could be had from the server. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
}

/**
 * Enrols a device. The answer is proven to come from the installation that made the token; throws `ServerNotTrusted`,
 * `EnrolmentRefused` or `ServerUnreachable` otherwise. Sending the same request again is harmless.
 */
export async function enrolDevice(server: URL, request: EnrolRequest): Promise<EnrolResponse> {
  const token = parseEnrolmentToken(request.token);
  if (!token) throw new EnrolmentRefused(0, 'API-ENROL-01', 'this is not an enrolment token');
  const answer = await post(server, JSON.stringify({ ...request, token: token.text }));
  const response = readAnswer(answer);
  trustedServerKeys(response.rootKey, token.fingerprint, response.serverKeys);
  gatewayAddress(response.gatewayUrl);
  return response;
}

async function post(server: URL, body: string): Promise<unknown> {
  const { status, text } = await postJson(new URL('/agent/v1/enrol', server), body).catch((error: unknown) => {
    throw new ServerUnreachable(`${server.origin} did not answer: ${reasonOf(error)}`, { cause: error });
  });
  const json = parseOrUndefined(text);
  if (status >= 200 && status < 300) return json;
  const problem = isRecord(json) ? json : {};
  throw new EnrolmentRefused(
    status,
    String(problem['code'] ?? `HTTP ${status}`),
    String(problem['detail'] ?? 'the server refused'),
  );
}

function readAnswer(answer: unknown): EnrolResponse {
  if (
    isRecord(answer) &&
    typeof answer['deviceId'] === 'string' &&
    typeof answer['rootKey'] === 'string' &&
    typeof answer['gatewayUrl'] === 'string' &&
    Array.isArray(answer['serverKeys']) &&
    answer['serverKeys'].every(
      (key) => isRecord(key) && ['id', 'publicKey', 'signature'].every((name) => typeof key[name] === 'string'),
    )
  ) {
    return answer as unknown as EnrolResponse;
  }
  throw new ServerNotTrusted('the server’s answer is not that of an agent gateway');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
}
