import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** `__Host-` binds the cookie to exactly this origin; it exists only over TLS, where loopback has none. */
export function sessionCookieName(overTls: boolean): string {
  return overTls ? '__Host-latchkey_session' : 'latchkey_session';
}

export function readSessionToken(request: FastifyRequest, overTls: boolean): string | null {
  const token = request.cookies[sessionCookieName(overTls)];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/** The same of a request that is no request of the framework, such as an upgrade. */
export function sessionTokenIn(cookieHeader: string | undefined, overTls: boolean): string | null {
  const name = `${sessionCookieName(overTls)}=`;
  const found = cookieHeader?.split(';').map((each) => each.trim()).find((each) => each.startsWith(name))?.slice(name.length);
  return found !== undefined && TOKEN.test(found) ? found : null;
}

/** A session cookie in the browser's sense: it ends with the browser, or with the session on the server. */
export function giveSessionCookie(reply: FastifyReply, token: string, overTls: boolean): void {
  void reply.setCookie(sessionCookieName(overTls), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: overTls,
  });
}

export function takeSessionCookie(reply: FastifyReply, overTls: boolean): void {
  void reply.clearCookie(sessionCookieName(overTls), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: overTls,
  });
}
