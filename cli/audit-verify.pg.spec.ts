import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { danaSetsUp } from '../test/personas/dana.js';
import type { BrowserSession } from '../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../test/support/running-web.js';
import { sealingCore, type SealingCore } from '../test/support/sealing-core.js';
import { runCommand } from './run-command.js';

describe('R40 latchkey audit verify', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: SealingCore;
  let folder: string;
  let outside: string;
  let keyFile: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
    outside = join(folder, 'checkpoints.jsonl');
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = await sealingCore(web, outside);
    keyFile = await keyWith(['audit.read'], 'key');
    for (let n = 1; n <= 6; n++) await dana.post('/clients', { name: `Client ${n}` });
    await core.seal();
    for (let n = 7; n <= 9; n++) await dana.post('/clients', { name: `Client ${n}` });
    await core.seal();
  });
  afterEach(async () => {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query(text, values);

  async function keyWith(rights: string[], name: string): Promise<string> {
    const { body } = await dana.post('/api-keys', { name, rights });
    const file = join(folder, name);
    writeFileSync(file, `${body.key}\n`, { mode: 0o600 });
    return file;
  }

  async function verify(...args: string[]): Promise<{ code: number; said: string }> {
    let said = '';
    const take = (text: string) => void (said += text);
    const code = await runCommand(['audit', 'verify', '--url', web.url, ...(args.includes('--key-file') ? [] : ['--key-file', keyFile]), ...args], { env: {}, out: take, err: take });
    return { code, said };
  }
  const verifyAll = () => verify('--checkpoints', outside, '--root-key', core.rootKey);

  it('ends with 0 for a log that is whole, with every checkpoint inside and outside', async () => {
    const { code, said } = await verifyAll();
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^Intact: \d+ sealed entries, 4 signed checkpoints fit, 2 of them given were kept outside\.\n/) as string });
    expect(said).toContain(core.rootKey);
  });

  it('takes a folder of copies as it takes a file', async () => {
    const copies = mkdtempSync(join(folder, 'copies-'));
    for (const [at, line] of readFileSync(outside, 'utf8').trim().split('\n').entries()) writeFileSync(join(copies, `${at}.json`), line);
    expect(await verify('--checkpoints', copies)).toMatchObject({ code: 0, said: expect.stringContaining('2 of them given') as string });
  });

  it('says where an entry was changed', async () => {
    await sql(`UPDATE audit_entry SET subject_name = 'another' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 5)`);
    expect(await verify()).toMatchObject({ code: 1, said: expect.stringMatching(/^Entry 5: entry .* is not as it was sealed\.\n[^]*Broken from entry 5 on/) as string });
  });

  it('says where an entry is gone', async () => {
    await sql(`DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 4)`);
    expect(await verify()).toMatchObject({ code: 1, said: expect.stringMatching(/^Entry 4: entry .* is gone\./) as string });
  });

  it('finds a chain that was written anew, checkpoints of the server taken along, by what was kept outside', async () => {
    await sql(`UPDATE audit_entry SET subject_name = 'another' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 3)`);
    await sql('DELETE FROM audit_checkpoint');
    const { items } = (await dana.get('/audit/seals')).body as { items: { seq: number; content: string }[] };
    let hash = Buffer.alloc(32);
    for (const { seq, content } of items) {
      hash = createHash('sha256').update(hash).update(content).digest();
      await sql('UPDATE audit_seal SET hash = $2 WHERE seq = $1', seq, hash);
    }
    expect((await verify()).code).toBe(0);
    expect(await verifyAll()).toMatchObject({ code: 1, said: expect.stringMatching(/another history: the checkpoint that was kept outside/) as string });
  });

  it('calls an emptied log broken, not undecided', async () => {
    await sql('DELETE FROM audit_checkpoint');
    await sql('DELETE FROM audit_seal');
    expect(await verifyAll()).toMatchObject({ code: 1, said: expect.stringContaining('Broken from entry 1 on') as string });
  });

  it('finds a log that was cut short by what was kept outside, and by nothing else', async () => {
    const [{ seq }] = await sql('SELECT min(seq)::int AS seq FROM audit_checkpoint');
    await sql('DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE seq > $1)', seq);
    await sql('DELETE FROM audit_seal WHERE seq > $1', seq);
    await sql('DELETE FROM audit_checkpoint WHERE seq > $1', seq);
    expect(await verify('--root-key', core.rootKey)).toMatchObject({ code: 0, said: expect.stringContaining('a log that was cut short looks whole') as string });
    expect(await verifyAll()).toMatchObject({ code: 1, said: expect.stringMatching(new RegExp(`Entry ${seq + 1}: cut short: a checkpoint that was kept outside`)) as string });
  });

  it('believes no checkpoint that somebody else signed, and no other root than the one it was given', async () => {
    const [first] = readFileSync(outside, 'utf8').split('\n');
    appendFileSync(outside, `${JSON.stringify({ ...(JSON.parse(first!) as object), hash: '00'.repeat(32) })}\n`);
    expect(await verifyAll()).toMatchObject({ code: 1, said: expect.stringContaining('a checkpoint that was kept outside was not signed by this installation') as string });
    expect(await verify('--root-key', 'A'.repeat(43))).toMatchObject({ code: 1, said: expect.stringContaining('a checkpoint of the server was not signed') as string });
  });

  it.each<[string, () => Promise<{ code: number; said: string }>]>([
    ['nobody answers', () => verify('--url', 'http://127.0.0.1:9')],
    ['the key would go out in the clear', () => verify('--url', 'http://latchkey.northwind.example')],
    ['there are no checkpoints where they should be', () => verify('--checkpoints', join(folder, 'nowhere'))],
    ['the file holds something else', () => verify('--checkpoints', keyFile)],
    ['the key may not read the log', async () => verify('--key-file', await keyWith(['sites.read'], 'other'))],
    ['others can read the key', () => (chmodSync(keyFile, 0o644), verify())],
    ['the command is not known', () => verify('--everything')],
  ])('ends with 2 where %s', async (_, attempt) => {
    const { code, said } = await attempt();
    expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^latchkey: ./) as string });
    expect(said).not.toContain(readFileSync(keyFile, 'utf8').trim());
  });
});
