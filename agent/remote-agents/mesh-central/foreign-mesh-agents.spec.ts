import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../system/run-command.js';
import { ForeignMeshAgents } from './foreign-mesh-agents.js';

const OURS = 'CD'.repeat(48);

describe('MeshAgents that somebody else installed', () => {
  let folder: string;
  let binary: string;
  let foreign: ForeignMeshAgents;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'latchkey-foreign-')), 'meshagent');
    binary = join(folder, 'meshagent');
    foreign = new ForeignMeshAgents(runCommand, [binary]);
  });

  /** A program that does what the vendor's uninstaller does, or refuses to. */
  function install(serverId: string, uninstaller = `rm -rf ${folder}`): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(binary, `#!/bin/sh\n[ "$1" = -fulluninstall ] && { ${uninstaller}; }\n`);
    chmodSync(binary, 0o755);
    writeFileSync(join(folder, 'meshagent.msh'), `MeshName=x\r\nServerID=${serverId}\r\nMeshServer=wss://somewhere/agent.ashx\r\n`);
    writeFileSync(join(folder, 'meshagent.db'), 'the identity');
  }

  it('are strangers, or hands of our own engine', () => {
    expect(foreign.observe(OURS)).toEqual([]);
    install(OURS.toLowerCase());
    expect(foreign.observe(OURS)).toMatchObject([{ place: binary, installed: true, running: false, troubles: [{ code: 'RA-AGT-12' }] }]);
    expect(foreign.observe('AB'.repeat(48))).toMatchObject([{ troubles: [{ code: 'RA-SEC-05' }] }]);
    expect(foreign.observe(undefined)).toMatchObject([{ troubles: [{ code: 'RA-SEC-05' }] }]);
  });

  it('of our own engine leave their identity behind and are gone', async () => {
    install(OURS);
    const kept = join(mkdtempSync(join(tmpdir(), 'latchkey-kept-')), 'adopted.db');
    expect(await foreign.takeOver(OURS, kept)).toBe(true);
    expect(readFileSync(kept, 'utf8')).toBe('the identity');
    expect(existsSync(folder)).toBe(false);
    expect(await foreign.takeOver(OURS, kept)).toBe(false);
  });

  it('of another engine are never taken over', async () => {
    install('AB'.repeat(48));
    expect(await foreign.takeOver(OURS, join(folder, 'kept.db'))).toBe(false);
    expect(existsSync(binary)).toBe(true);
  });

  it('are removed by their own uninstaller, once', async () => {
    install('AB'.repeat(48));
    expect(await foreign.remove(binary)).toBe('removed');
    expect(existsSync(folder)).toBe(false);
    expect(await foreign.remove(binary)).toBe('already gone');
  });

  it('are not called removed while they are there', async () => {
    install('AB'.repeat(48), 'echo not today; exit 3');
    await expect(foreign.remove(binary)).rejects.toMatchObject({ code: 'RA-RMV-03', message: expect.stringContaining('not today') });
  });

  it('are removed nowhere but where they are looked for', async () => {
    await expect(foreign.remove('/bin/sh')).rejects.toMatchObject({ code: 'RA-ELG-04' });
    expect(existsSync('/bin/sh')).toBe(true);
  });
});
