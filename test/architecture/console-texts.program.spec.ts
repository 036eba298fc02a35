import { compileMessageOrThrow, type CompiledMessage } from '@lingui/message-utils/compileMessage';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const CATALOGUE = 'src/language/catalogues/de.po';

/** The German catalogue as it stands, and as the sources would have it: what they say now, and the translations that are there. */
describe('the German catalogue of the console', () => {
  const kept = readFileSync(join(ROOT, 'console', CATALOGUE), 'utf8');
  let extracted: string;

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'console-texts-'));
    try {
      for (const part of ['src', 'lingui.config.js', 'package.json']) cpSync(join(ROOT, 'console', part), join(folder, part), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      execFileSync(process.execPath, [join(ROOT, 'node_modules/@lingui/cli/dist/lingui.js'), 'extract', '--clean', '--workers', '1'], { cwd: folder, stdio: 'pipe' });
      extracted = readFileSync(join(folder, CATALOGUE), 'utf8');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 300_000);

  it('has what the console says, and nothing that it does not say any more', () => {
    expect(idsOf(kept)).toEqual(idsOf(extracted));
    expect(idsOf(kept).length).toBeGreaterThan(2_000);
  });

  it('has a German sentence for all of it', () => {
    expect(entriesOf(extracted).filter(({ said }) => said === '').map(({ id }) => id)).toEqual([]);
  });

  it('keeps in it what is filled in, and the spaces at its ends', () => {
    const ends = (text: string) => [/^\s*/.exec(text)![0], /\s*$/.exec(text)![0]];
    const wrong = entriesOf(kept).filter(({ id, said }) => !isDeepStrictEqual([ends(id), filledIn(id)], [ends(said), filledIn(said)]));
    expect(wrong).toEqual([]);
  });
});

/** The names of what is filled into a message, and the marks of the elements within it. */
function filledIn(message: string): string[] {
  const found = new Set<string>();
  const look = (tokens: CompiledMessage | string): void => {
    for (const token of typeof tokens === 'string' ? [tokens] : tokens) {
      if (typeof token === 'string') for (const [mark] of token.matchAll(/<\/?\d+\/?>/g)) found.add(mark);
      else {
        const [name, , choices] = token;
        found.add(name);
        if (choices && typeof choices === 'object') for (const choice of Object.values(choices)) if (Array.isArray(choice)) look(choice as CompiledMessage);
      }
    }
  };
  look(compileMessageOrThrow(message));
  return [...found].sort();
}

interface Entry {
  readonly id: string;
  readonly said: string;
}

function entriesOf(catalogue: string): Entry[] {
  const text = (lines: string) => [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => JSON.parse(`"${part}"`) as string).join('');
  return [...catalogue.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)/gm)].map(([, id, said]) => ({ id: text(id!), said: text(said!) })).filter(({ id }) => id !== '');
}

function idsOf(catalogue: string): string[] {
  return entriesOf(catalogue).map(({ id }) => id).sort();
}
