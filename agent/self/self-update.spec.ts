import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installer } from '../../contracts/agent-protocol.js';
import { ArtifactStore } from '../artifacts/artifact-store.js';
import { StateFolder } from '../state/state-folder.js';
import { runCommand } from '../system/run-command.js';
import { RestartNeeded, SelfUpdate } from './self-update.js';

const OLD = '#!/bin/sh\necho 0.1.0\n';
const NEW = '#!/bin/sh\necho 0.2.0\n';
const BROKEN = '#!/bin/sh\nexit 1\n';

/** An installed agent whose update has been downloaded already. */
function installed(update: string, isSingleFile = true) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-self-'));
  const command = join(folder, 'latchkey-agent');
  writeFileSync(command, OLD);
  chmodSync(command, 0o755);
  const sha256 = createHash('sha256').update(update).digest('hex');
  const artifacts = new ArtifactStore(join(folder, 'artifacts'), {
    origin: 'http://127.0.0.1:9',
    headersFor: () => ({}),
  });
  writeFileSync(join(folder, 'artifacts', sha256), update);
  const installer: Installer = {
    url: `/agent/v1/artifacts/${sha256}`,
    sha256,
    size: update.length,
    format: 'executable',
    arguments: [],
  };
  const start = () =>
    new SelfUpdate(
      new StateFolder(join(folder, 'state')).prepare(),
      { command, args: [], isSingleFile },
      artifacts,
      runCommand,
    );
  return {
    start,
    installer,
    content: () => readFileSync(command, 'utf8'),
    previous: () => existsSync(`${command}.previous`),
  };
}

describe('an update of the endpoint agent', () => {
  it('is in place after a restart, and final once the server welcomed it', async () => {
    const { start, installer, content, previous } = installed(NEW);
    await expect(start().update({ installer })).rejects.toThrow(RestartNeeded);
    expect(content()).toBe(NEW);
    expect(previous()).toBe(true);
    const next = start();
    next.countStart();
    next.proven();
    expect(await next.update({ installer })).toBe('updated');
    expect(previous()).toBe(false);
  });

  it('is taken back after three starts without a welcome, and reported as failed', async () => {
    const { start, installer, content } = installed(NEW);
    await expect(start().update({ installer })).rejects.toThrow(RestartNeeded);
    for (let count = 0; count < 3; count += 1) start().countStart();
    expect(() => start().countStart()).toThrow(RestartNeeded);
    expect(content()).toBe(OLD);
    await expect(start().update({ installer })).rejects.toMatchObject({ code: 'RA-UPD-02' });
  });

  it('that does not even start never takes the old one’s place', async () => {
    const { start, installer, content } = installed(BROKEN);
    await expect(start().update({ installer })).rejects.toMatchObject({ code: 'RA-UPD-02' });
    expect(content()).toBe(OLD);
  });

  it('is refused where the agent runs from a checkout', async () => {
    const { start, installer } = installed(NEW, false);
    await expect(start().update({ installer })).rejects.toMatchObject({ code: 'RA-ELG-04', outcome: 'refused' });
  });
});
