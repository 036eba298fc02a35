import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { AgentSockets } from './agent-sockets.js';
import type { EngineSurface } from './engine-surface.js';
import type { EngineVerdicts } from './engine-verdicts.js';
import { forwardUpgrade } from './forward.js';
import { sha256Hex } from './launch-cookies.js';
import { CANNOT_TELL, refuse, refuseUpgrade } from './refusal.js';

export interface AgentListenerFacts {
  readonly enginePort: number;
  /** `host:port` under which remote agents reach this listener. */
  readonly agentHost: string;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly surface: EngineSurface;
  readonly verdicts: EngineVerdicts;
  readonly sockets: AgentSockets;
  readonly log: (facts: Readonly<Record<string, unknown>>, message: string) => void;
}

/** So many questions may be open at once; more are refused unasked, so that noise cannot flood the database. */
const MOST_QUESTIONS = 200;

/** The listener for remote agents alone: always TLS, WebSockets only, everything else 404. */
export function createAgentListener(facts: AgentListenerFacts): Server {
  let questions = 0;
  const engine = { port: facts.enginePort };

  const server = createServer({
    ...facts.tls,
    minVersion: 'TLSv1.2',
    handshakeTimeout: 10_000,
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 10_000,
  });
  server.on('request', (_request, response) => refuse(response));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (questions >= MOST_QUESTIONS) return refuseUpgrade(socket, CANNOT_TELL);
    questions++;
    upgrade(request, socket, head)
      .catch((error: unknown) => {
        facts.log({ err: error, target: facts.surface.redact(request.url ?? '') }, 'remote agent could not be judged');
        refuseUpgrade(socket, CANNOT_TELL);
      })
      .finally(() => questions--);
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const route = facts.surface.agentSocket(request.url ?? '');
    if (!route) return refuseUpgrade(socket);
    if (route.kind === 'control') {
      const mark = facts.sockets.mark();
      const owner = await facts.verdicts.agentSecret(sha256Hex(route.secret));
      if (!owner) return refuseUpgrade(socket);
      if (await forwardUpgrade(engine, request, socket, head, route.enginePath, facts.agentHost)) {
        facts.sockets.replace(owner.deploymentId, mark, socket);
      }
      return;
    }
    const verdict = await facts.verdicts.relayCookie('endpoint', route.relayCookie);
    if (!verdict || (route.remoteId !== null && verdict.remoteId !== null && route.remoteId !== verdict.remoteId)) {
      return refuseUpgrade(socket);
    }
    await forwardUpgrade(engine, request, socket, head, route.enginePath, facts.agentHost);
  }

  return server;
}
