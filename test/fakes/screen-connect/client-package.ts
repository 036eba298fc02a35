import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServerIdentity } from './public-pages.js';

/** Section 3.3: a download below about 1 MB is not believed. */
const PADDING_BYTES = 1_100_000;

/** Whether this machine has what deb packages are built with. */
export function canBuildPackages(): boolean {
  return existsSync('/usr/bin/dpkg-deb');
}

/**
 * Section 3.5: a deb package whose folder, package and init script have one name. What it installs is harmless: a few lines that keep a
 * line open to the double's relay and say with which parameters they were started.
 */
export function debPackage(identity: ServerIdentity, given: readonly (readonly [string, string])[]): Buffer {
  const name = `connectwisecontrol-${identity.fingerprint}`;
  const work = mkdtempSync(join(tmpdir(), 'latchkey-deb-'));
  const put = (path: string, text: string | Buffer, mode = 0o644): void => {
    const file = join(work, 'tree', path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  try {
    put('DEBIAN/control', `Package: ${name}\nVersion: ${identity.version}\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: a client of the double\n`);
    put('DEBIAN/conffiles', `/etc/init.d/${name}\n`);
    put('DEBIAN/postinst', postinst(name, identity, given), 0o755);
    put(`etc/init.d/${name}`, initScript(name), 0o755);
    put(`opt/${name}/client.cjs`, CLIENT, 0o755);
    put(`opt/${name}/client.jar`, Buffer.alloc(PADDING_BYTES, 7));
    const deb = join(work, 'client.deb');
    execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', join(work, 'tree'), deb], { env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' }, stdio: 'pipe' });
    return readFileSync(deb);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Section 3.1: the session's id is made on the device, at installation; a new version keeps it. */
function postinst(name: string, { relayHost, relayPort, publicKey }: ServerIdentity, given: readonly (readonly [string, string])[]): string {
  const query = (pairs: readonly (readonly [string, string])[]) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  const before = query([...given.filter(([key]) => key !== 'c' && key !== 't'), ['h', relayHost], ['p', String(relayPort)]]);
  const after = query([['k', publicKey], ...given.filter(([key]) => key === 'c' || key === 't')]);
  return `#!/bin/sh
set -e
file="$DPKG_ROOT/opt/${name}/ClientLaunchParameters.txt"
[ -f "$file" ] || printf '?%s&s=%s&%s' '${before}' "$(cat /proc/sys/kernel/random/uuid)" '${after}' > "$file"
`;
}

function initScript(name: string): string {
  return `#!/bin/sh
root=$(cd "$(dirname "$0")/../.." && pwd)
home="\${root%/}/opt/${name}"
case "$1" in
  start)
    [ -f "$home/client.cjs" ] || exit 5
    "${process.execPath}" "$home/client.cjs" < /dev/null > /dev/null 2>&1 &
    echo $! > "$home/pid"
    ;;
  stop)
    [ ! -f "$home/pid" ] || kill "$(cat "$home/pid")" 2> /dev/null
    rm -f "$home/pid"
    ;;
esac
exit 0
`;
}

const CLIENT = `#!/usr/bin/env node
const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const { hostname } = require('node:os');
const { join } = require('node:path');

const parameters = readFileSync(join(__dirname, 'ClientLaunchParameters.txt'), 'utf8').trim();
const query = new URLSearchParams(parameters);
(function dial() {
  const socket = connect({ host: query.get('h'), port: Number(query.get('p')) });
  socket.on('connect', () => socket.write(JSON.stringify({ parameters, machineName: hostname() }) + '\\n'));
  socket.on('error', () => undefined);
  socket.on('close', () => setTimeout(dial, 300));
})();
`;
