import { transformSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sources-'));

/** As the build does it: a program, and beside it the map to what it was built from. */
function built(name: string, source: string): string {
  const { code, map } = transformSync(source, { filename: `${name}.ts`, sourceMaps: true, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
  const program = join(folder, `${name}.js`);
  writeFileSync(program, code);
  writeFileSync(`${program}.map`, map!);
  return program;
}

describe('the stack of an error', () => {
  const sources = built('name-sources', readFileSync(join(__dirname, 'name-sources.ts'), 'utf8'));
  const fails = built('fails', `interface Never {}\ntype Nothing = Never;\n\nexport function fail(_: Nothing): never {\n  throw new TypeError('on purpose');\n}\n`);
  const stackOf = (before: string): string =>
    spawnSync(process.execPath, ['-e', `${before}try { require(${JSON.stringify(fails)}).fail() } catch (error) { console.log(error.stack) }`], { encoding: 'utf8' }).stdout;

  it('names the source and its line', () => {
    const [first, second] = stackOf(`require(${JSON.stringify(sources)}).nameSources();`).split('\n');
    expect(first).toBe('TypeError: on purpose');
    expect(second).toMatch(/^ {4}at (?:Object\.)?fail \(.*fails\.ts:5:\d+\)$/);
  });

  it('would name what was built from it otherwise', () => {
    expect(stackOf('').split('\n')[1]).toContain('fails.js:');
  });

  it('is as ever where there is no map', () => {
    const stack = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(sources)}).nameSources(); console.log(new Error('plain').stack)`], { encoding: 'utf8' }).stdout;
    expect(stack).toMatch(/^Error: plain\n {4}at \[eval\]:1/);
  });
});
