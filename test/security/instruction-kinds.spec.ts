import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceKey, judgeInstruction, publicKeyFromRaw, signedText, verifyInstruction } from '../../agent/wire/index.js';
import { INSTRUCTION_KINDS } from '../../contracts/agent-protocol.js';

const ROOT = join(__dirname, '..', '..');
const NOON = new Date('2026-05-04T12:00:00.000Z');
const DEVICE = '6f1c1f5e-0d9b-4a53-9d27-3a0f5a6f0b11';
const server = DeviceKey.generate();
const keys = new Map([['core-1', publicKeyFromRaw(server.publicKey)!]]);

/** Both are of the embedded PostgreSQL, before there is anything that somebody could have written. */
const FIXED_TEXTS = ['src/platform/database/embedded-postgres-account.ts', 'src/platform/database/embedded-postgres-process.ts'];

/** What an agent says to a correctly signed instruction. */
function verdictOf(kind: string, params: unknown): string {
  const fields = { type: 'instruction', id: DEVICE, seq: 1, deviceId: DEVICE, generation: '1', kind, params, issuedAt: NOON.toISOString(), notBefore: NOON.toISOString(), expiresAt: new Date(NOON.getTime() + 60_000).toISOString(), keyId: 'core-1' };
  const instruction = verifyInstruction({ ...fields, signature: server.sign(signedText(fields)) } as never, keys);
  if (!instruction) return 'dropped';
  const verdict = judgeInstruction(instruction, { deviceId: DEVICE, lastSeq: 0, generations: new Map() }, NOON);
  return 'obey' in verdict ? 'obeyed' : verdict.refuse.errorCode;
}

const sources = (folders: readonly string[]): { file: string; text: string }[] =>
  folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts') && !/[.-]spec\.ts$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

describe('R22 instruction kinds', () => {
  it('are a closed list of nine, none of which runs what somebody wrote', () => {
    expect([...INSTRUCTION_KINDS].sort()).toEqual([
      'apply-settings', 'collect-diagnostics', 'install-remote-agent', 'remove-endpoint-agent', 'remove-remote-agent',
      'remove-unknown-remote-agent', 'update-endpoint-agent', 'update-remote-agent', 'verify-identity',
    ]);
  });

  it.each([
    'run', 'run-command', 'shell', 'exec', 'script', 'powershell', 'run-shell-command', 'Install-Remote-Agent', ' install-remote-agent', 'install-remote-agent ',
    'collect-diagnostics\0', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '',
  ])('do not include “%s”, however well it is signed', (kind) => {
    expect(['RA-ELG-04', 'dropped']).toContain(verdictOf(kind, {}));
  });

  it('have typed params: none is obeyed with those of another, with a text, a list, a number or nothing', () => {
    const withoutParams = ['collect-diagnostics', 'remove-endpoint-agent'];
    for (const kind of INSTRUCTION_KINDS) {
      for (const params of [null, 'rm -rf /', 7, true, ['sh'], ...(withoutParams.includes(kind) ? [] : [{}, { command: 'id' }])]) {
        expect({ kind, params, verdict: verdictOf(kind, params) }).toEqual({ kind, params, verdict: expect.stringMatching(/^(RA-ELG-04|dropped)$/) });
      }
    }
    expect(verdictOf('collect-diagnostics', {})).toBe('obeyed');
  });

  it('are issued by name only: what core signs is of the list, in the compiler’s eyes too', () => {
    const issuing = sources(['src/reconciler', 'src/deployment-status', 'src/deployments']).map(({ text }) => text).join('\n');
    const named = [...issuing.matchAll(/kind: '([a-z-]*(?:agent|diagnostics|identity|settings))'/g)].map(([, kind]) => kind!);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((kind) => kind.includes('remote-agent') || kind.includes('endpoint-agent')).filter((kind) => !(INSTRUCTION_KINDS as readonly string[]).includes(kind))).toEqual([]);
  });

  it('reach no shell: where a program is started, it is with a list of arguments, and never with one that reads commands', () => {
    const starts = sources(['src', 'agent', 'contracts']).filter(({ text }) => /from 'node:child_process'/.test(text));
    expect(starts.length).toBeGreaterThan(3);
    const READS_COMMANDS = /['"`](\/bin\/|\/usr\/bin\/)?(sh|bash|dash|zsh|cmd|cmd\.exe|powershell|powershell\.exe|pwsh|wscript|cscript|mshta|osascript|python3?|perl)['"`]|shell:\s*true|\bexec(Sync)?\(\s*['"`]/i;
    expect(starts.filter(({ text }) => READS_COMMANDS.test(text)).map(({ file }) => file).sort()).toEqual(FIXED_TEXTS);
  });

  it.each(FIXED_TEXTS)('and where a shell is the only way, its text is fixed and what varies is an argument: %s', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const scripts = [...text.matchAll(/'\/bin\/sh', \['-c', (.*?), 'sh'/g)].map(([, script]) => script!);
    expect(scripts).toHaveLength(1);
    // A constant of the file, or a text in which only two fixed words take turns.
    expect(scripts[0]).toMatch(/^([A-Z_]+|`test \$\{permission === 'read' \? '-r' : '-x'\} "\$1"`)$/);
  });
});
