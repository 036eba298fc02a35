import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../errors/domain-error.js';
import { consolePolicy, guestPagePolicy } from './security-headers.js';

/** What the build writes wherever a tag needs the nonce of the answer. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g;
const NOT_THE_CONSOLE = /^(api|agent|launch|livez|readyz|guest)(\/|$)/;

/** Where somebody is helped: another page than the console, for people who never see the console. */
const GUEST_PAGE = /^join(\/|$)/;
/** Stands in pages of other origins, which is what it is for. */
const HELP_WIDGET = 'help.js';

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
    if (/\.[a-z0-9]+$/i.test(path) && !/^(index|join)\.html$/.test(path)) {
      if (path === HELP_WIDGET) void reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
      // The names of assets carry a hash of their content.
      const lifetime = path.startsWith('assets/') ? { maxAge: '365d', immutable: true } : { maxAge: '1h' };
      return reply.sendFile(path, lifetime);
    }
    const nonce = files.newNonce();
    if (GUEST_PAGE.test(path)) return sendPage(reply, files.dir, 'join.html', nonce, guestPagePolicy(nonce));
    return sendPage(reply, files.dir, 'index.html', nonce, consolePolicy(nonce, files.enginePage));
  });
}

async function sendPage(reply: FastifyReply, dir: string, file: string, nonce: string, policy: string): Promise<FastifyReply> {
  const page = await readFile(join(dir, file), 'utf8').catch(() => null);
  if (page === null) throw notFound('console in this installation');
  return reply
    .header('content-security-policy', policy)
    .header('x-robots-tag', 'noindex')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replace(NONCE_PLACEHOLDER, nonce));
}
