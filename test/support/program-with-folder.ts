import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformSync } from '@swc/core';

const PROJECT = resolve(__dirname, '../..');
/** What the built program needs beside `dist`; shared, because nothing in it is changed. */
const BESIDE = ['node_modules', 'console', 'engine', 'build', 'package.json'];

/** A copy of the built program into which one folder of sources is laid, compiled; nothing else in it differs from the original. */
export class ProgramWithFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'latchkey-program-'));

  constructor(sources: string, destination: string) {
    cpSync(join(PROJECT, 'dist'), join(this.path, 'dist'), { recursive: true });
    for (const name of BESIDE) symlinkSync(join(PROJECT, name), join(this.path, name));
    const folder = join(this.path, 'dist', destination);
    mkdirSync(folder);
    for (const name of readdirSync(join(PROJECT, sources))) {
      const { code } = transformSync(readFileSync(join(PROJECT, sources, name), 'utf8'), {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' }, swcrc: false,
      });
      writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), code);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
