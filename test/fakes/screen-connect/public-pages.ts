import { createHash } from 'node:crypto';

/** What a server says of itself without a login. */
export interface ServerIdentity {
  readonly version: string;
  /** 16 hex digits; the name of every client of this instance (section 2.9). */
  readonly fingerprint: string;
  readonly relayHost: string;
  /** Set once the double's own relay listens. */
  relayPort: number;
  /** 276 bytes of a CryptoAPI RSA blob in base64 (section 3.1). */
  readonly publicKey: string;
}

const BLOB = Buffer.concat([Buffer.from('BgIAAACkAABSU0Ex', 'base64'), Buffer.alloc(264, 7)]);

export const IDENTITY: ServerIdentity = {
  version: '26.1.5.9500',
  fingerprint: '0123456789abcdef',
  relayHost: 'localhost',
  relayPort: 8_041,
  publicKey: BLOB.toString('base64'),
};

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer | string;
}

const MAGIC: Readonly<Record<string, Buffer>> = {
  exe: Buffer.from('MZ'),
  msi: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  pkg: Buffer.from('xar!'),
  deb: Buffer.from('!<arch>\n'),
  rpm: Buffer.from('edabeedb', 'hex'),
  sh: Buffer.from('#!/bin/sh\n'),
};
/** Section 3.3: a download below about 1 MB is not believed. */
const SIZE = 1_100_000;

/** Makes a package that can be installed; undefined for a format of which only the beginning is right. */
export type PackageBuilder = (served: ServedInstaller) => Buffer | undefined;

export interface ServedInstaller {
  readonly format: string;
  readonly parameters: readonly (readonly [string, string])[];
}

/** Section 3.1: installers need no login; a base name that this server does not use is not found. Every request is told. */
export function installer(url: URL, names: readonly string[], identity: ServerIdentity, tell: (served: ServedInstaller) => void, build?: PackageBuilder): Page | null {
  const [, name, format] = /^\/Bin\/(.+)\.ClientSetup\.(\w+)$/.exec(url.pathname) ?? [];
  const magic = MAGIC[format ?? ''];
  if (!name || !magic || !names.includes(name)) return null;
  const parameters = [...url.searchParams];
  tell({ format: format!, parameters });
  const built = build?.({ format: format!, parameters });
  if (built) return { status: 200, type: 'application/octet-stream', body: built };
  // The server fills in what the address leaves out, so that the same address always gives the same bytes.
  const inside = JSON.stringify({ h: identity.relayHost, p: identity.relayPort, k: identity.publicKey, given: parameters });
  const body = Buffer.alloc(SIZE, createHash('sha256').update(inside).digest());
  magic.copy(body);
  return { status: 200, type: 'application/octet-stream', body };
}

/** Sections 2.9 and 4: the script and the pages that anybody may read. */
export function publicPage(path: string, identity: ServerIdentity): Page | null {
  if (path === '/Script.ashx') return { status: 200, type: 'text/javascript', body: script(identity) };
  if (path === '/OpenApiDocument.axd') return { status: 200, type: 'application/json', body: '{"openapi":"3.0.0","paths":{}}' };
  if (!['/', '/Host', '/Administration', '/Login'].includes(path)) return null;
  return { status: 200, type: 'text/html; charset=utf-8', body: loginPage(path) };
}

/** What an ASP.NET server says of a path that nothing answers (section 2.0). */
export const NOT_FOUND: Page = { status: 404, type: 'text/html; charset=utf-8', body: '<!DOCTYPE html><html><head><title>The resource cannot be found.</title></head></html>' };

export function loginPage(path = '/Login'): string {
  return `<!DOCTYPE html><html><head><title>${path}</title></head><body><script>SC.context = {"antiForgeryToken":"${'0'.repeat(32)}"};</script></body></html>`;
}

function script({ version, fingerprint, relayHost, relayPort, publicKey }: ServerIdentity): string {
  const context = {
    productVersion: version,
    instanceUrlScheme: `sc-${fingerprint}`,
    clp: { h: relayHost, p: relayPort, k: publicKey },
    sessionTypes: { Support: 0, Meeting: 1, Access: 2 },
  };
  return `var SC = SC || {};\nSC.context = ${JSON.stringify(context)};\n`;
}
