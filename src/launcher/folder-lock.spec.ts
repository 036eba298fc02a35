import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLock } from './folder-lock.js';

describe('the lock of a data folder', () => {
  let folder: string;
  const file = (): string => join(folder, 'launcher.lock');
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Another process that holds the lock as a launcher would; resolves with how to end it. */
  async function rival(isStopping: boolean): Promise<() => void> {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(file(), JSON.stringify({ pid: child.pid, startedAt: `${boot}:${start}`, isStopping }));
    return () => child.kill('SIGKILL');
  }

  it('is free again after its release', async () => {
    (await FolderLock.acquire(folder)).release();
    expect(existsSync(file())).toBe(false);
    (await FolderLock.acquire(folder)).release();
  });

  it('is refused with the number of the process that has it', async () => {
    const end = await rival(false);
    await expect(FolderLock.acquire(folder)).rejects.toThrow(/Another Latchkey \(process \d+\) already runs/);
    end();
  });

  it('is taken over from a launcher that was killed', async () => {
    const end = await rival(false);
    end();
    await sleep(100);
    const lock = await FolderLock.acquire(folder);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it('is taken over when a stranger has the number of the launcher that was killed', async () => {
    writeFileSync(file(), JSON.stringify({ pid: process.ppid, startedAt: 'another boot:1', isStopping: false }));
    (await FolderLock.acquire(folder)).release();
  });

  it('is taken over when a crash left it half written', async () => {
    writeFileSync(file(), '{"pid": 12');
    (await FolderLock.acquire(folder)).release();
  });

  it('is awaited while the one who has it is stopping', async () => {
    const end = await rival(true);
    setTimeout(end, 300);
    const began = Date.now();
    (await FolderLock.acquire(folder)).release();
    expect(Date.now() - began).toBeGreaterThanOrEqual(250);
  });

  it('goes to one of many who take over at once', async () => {
    writeFileSync(file(), JSON.stringify({ pid: 999_999_9, startedAt: 'x', isStopping: false }));
    const script = `
      require(${JSON.stringify(join(process.cwd(), 'test/support/typescript-require.cjs'))});
      require(${JSON.stringify(join(process.cwd(), 'src/launcher/folder-lock.ts'))}).FolderLock.acquire(${JSON.stringify(folder)})
        .then(() => { console.log('mine'); setInterval(() => {}, 1000); }, () => { console.log('refused'); });`;
    const rivals = Array.from({ length: 4 }, () => spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const answers = await Promise.all(rivals.map((child) => new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())))));
    for (const child of rivals) child.kill('SIGKILL');
    expect(answers.sort()).toEqual(['mine', 'refused', 'refused', 'refused']);
  }, 20_000);
});
