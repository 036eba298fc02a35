import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { AGENT_FRAME_SCHEMAS } from '../../contracts/agent-protocol.js';
import { runCommand } from '../system/run-command.js';
import { dialogProgram, hasLiveDisplay } from './display.js';
import { parseLoginctl, parseQueryUser, parseWho } from './logons.js';
import { packageFormatOf, prettyName } from './platform-facts.js';
import { takeInventory } from './take-inventory.js';

const folder = () => mkdtempSync(join(tmpdir(), 'latchkey-inventory-'));

describe('who is at the device', () => {
  it('is told by loginctl: a seat is its own screen', () => {
    const output = '    c1  128 gdm    seat0 tty1\n     2 1000 amina  seat0 tty2\n     5 1001 remote       pts/0\n';
    expect(parseLoginctl(output)).toEqual([
      { user: 'amina', local: true },
      { user: 'remote', local: false },
    ]);
  });

  it('is told by who: displays and virtual terminals are its own screen', () => {
    const output =
      'amina    :0           2026-05-04 09:00 (:0)\nroot     tty2         2026-05-04 09:01\nroot     pts/0        2026-05-04 09:02 (10.0.0.5)\n';
    expect(parseWho(output).map(({ local }) => local)).toEqual([true, true, false]);
  });

  it('is told by quser: console is its own screen', () => {
    const output = [
      ' USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME',
      '>amina                 console             1  Active      none   5/4/2026 9:00 AM',
      ' support               rdp-tcp#0           2  Active         5   5/4/2026 9:05 AM',
    ].join('\r\n');
    expect(parseQueryUser(output)).toEqual([
      { user: 'amina', local: true },
      { user: 'support', local: false },
    ]);
  });

  it('is nobody where nothing is said', () => {
    expect([parseLoginctl(''), parseWho(''), parseQueryUser('No User exists for *')]).toEqual([
      [],
      [],
      expect.anything(),
    ]);
  });
});

describe('a display', () => {
  it('is live only while something answers on its socket', async () => {
    const sockets = folder();
    expect(await hasLiveDisplay(sockets)).toBe(false);
    expect(await hasLiveDisplay(join(sockets, 'nowhere'))).toBe(false);
    writeFileSync(join(sockets, 'X7'), '');
    expect(await hasLiveDisplay(sockets)).toBe(false);
    const server = createServer().listen(join(sockets, 'X8'));
    await once(server, 'listening');
    expect(await hasLiveDisplay(sockets)).toBe(true);
    server.close();
  });

  it('can carry a question where a dialog program can be run', () => {
    const [first, second] = [folder(), folder()];
    mkdirSync(second, { recursive: true });
    expect(dialogProgram(`${first}:${second}`)).toBeUndefined();
    writeFileSync(join(second, 'kdialog'), '', { mode: 0o644 });
    expect(dialogProgram(`${first}:${second}`)).toBeUndefined();
    writeFileSync(join(second, 'zenity'), '', { mode: 0o755 });
    expect(dialogProgram(`${first}:${second}`)).toBe(join(second, 'zenity'));
  });
});

describe('the version of the system', () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="x"', 'Debian GNU/Linux 12 (bookworm)'],
    ["NAME=Alpine\nPRETTY_NAME='Alpine Linux v3.20'", 'Alpine Linux v3.20'],
    ['PRETTY_NAME=Void', 'Void'],
    ['NAME=x', undefined],
  ])('is taken from os-release', (text, name) => {
    expect(prettyName(text)).toBe(name);
  });
});

describe('an inventory', () => {
  it('is a frame of the protocol, and has the same hash for the same facts', async () => {
    const options = { run: runCommand, privateMode: true };
    const [first, second] = [await takeInventory(options), await takeInventory(options)];
    expect(new Ajv().validate(AGENT_FRAME_SCHEMAS.inventory, first)).toBe(true);
    expect(second.hash).toBe(first.hash);
    expect((await takeInventory({ ...options, privateMode: false })).hash).not.toBe(first.hash);
  });
});

describe('what the package tool of a Linux system installs', () => {
  it.each([
    ['deb', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'],
    ['deb', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'],
    ['rpm', 'ID=fedora\n'],
    ['rpm', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'],
    ['rpm', "ID='opensuse-leap'\nID_LIKE='suse opensuse'\n"],
    [undefined, 'ID=alpine\n'],
    [undefined, 'VARIANT_ID=debian\nBUILD_ID=rhel\n'],
    [undefined, ''],
  ])('is %s by %j', (format, osRelease) => {
    expect(packageFormatOf(osRelease)).toBe(format);
  });
});
