import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../errors/domain-error.js';
import { consolePolicy } from './security-headers.js';

/** What the build writes wherever a tag needs the nonce of the answer. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g;
const NOT_THE_CONSOLE = /^(api|agent|launch|livez|readyz|guest)(\/|$)/;

export interface ConsoleFiles {
  readonly dir: string;
  readonly enginePage: string | null;
  newNonce(): string;
}

/** Serves the built console; every address that is no file and belongs to nobody else is a page of it. */
export async function serveConsole(server: FastifyInstance, files: ConsoleFiles): Promise<void> {
  // The build lays a compressed copy beside what is worth it.
  await server.register(fastifyStatic, { root: files.dir, serve: false, index: false, dotfiles: 'ignore', preCompressed: true });
  server.get('/*', async (request: FastifyRequest, reply: FastifyReply) => {
    const path = (request.params as { '*': string })['*'];
    if (NOT_THE_CONSOLE.test(path)) throw notFound('address');
    if (/\.[a-z0-9]+$/i.test(path) && path !== 'index.html') {
      // The names of assets carry a hash of their content.
      const lifetime = path.startsWith('assets/') ? { maxAge: '365d', immutable: true } : { maxAge: '1h' };
      return reply.sendFile(path, lifetime);
    }
    return sendPage(reply, files);
  });
}

async function sendPage(reply: FastifyReply, files: ConsoleFiles): Promise<FastifyReply> {
  const page = await readFile(join(files.dir, 'index.html'), 'utf8').catch(() => null);
  if (page === null) throw notFound('console in this installation');
  const nonce = files.newNonce();
  return reply
    .header('content-security-policy', consolePolicy(nonce, files.enginePage))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replace(NONCE_PLACEHOLDER, nonce));
}
