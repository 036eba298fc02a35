import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = text('docs/explanation/threat-model.md');
/** Rows of the tables below a heading. */
const rowsBelow = (heading: RegExp): string[][] =>
  page
    .split(/\n## /)
    .filter((section) => heading.test(section))
    .flatMap((section) => section.split('\n').filter((line) => /^\| (?!---)/.test(line)).slice(1))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

describe('the threat model', () => {
  const threats = rowsBelow(/^B\d/);

  it('answers every threat with a requirement that exists', () => {
    expect(threats.length).toBeGreaterThan(30);
    for (const [threat, answer] of threats) expect({ threat, answer }).toEqual({ threat, answer: expect.stringMatching(/^R([1-9]|[1-3]\d|4[0-4])(, R([1-9]|[1-3]\d|4[0-4]))*$/) });
  });

  it('leaves no requirement without a threat', () => {
    const named = new Set(threats.flatMap(([, answer]) => answer!.split(', ')));
    expect(Array.from({ length: 44 }, (_, index) => `R${index + 1}`).filter((family) => !named.has(family))).toEqual([]);
  });

  it('has threats at every boundary that it draws', () => {
    for (const boundary of ['B1', 'B2', 'B3', 'B4', 'B5', 'B6']) {
      expect(page).toContain(`──${boundary}──`);
      expect(rowsBelow(new RegExp(`^${boundary}:`)).length).toBeGreaterThan(2);
    }
  });

  it('names every table that keeps a secret, and what protects it', () => {
    const schema = text('src/platform/database/schema.sql');
    const secret = /\b(\w*_hash|\w*secret\w*|sealed\w*|public_key|frame)\b (bytea|text)/;
    const tables = [...schema.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\);/g)].filter(([, name, columns]) => secret.test(columns!.replace(/\b(plan|settings|request|inventory|facts)\w*_hash\b/g, '')) && !NO_SECRET.has(name!)).map(([, name]) => name!);
    const assets = rowsBelow(/^What is worth/);
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter((name) => !assets.some(([, kept]) => kept!.includes(`\`${name}\``)))).toEqual([]);
    for (const [, , protection] of assets) expect(protection).toMatch(/.{8}/);
  });

  it('is found from the front page', () => {
    expect(text('README.md')).toContain('(docs/explanation/threat-model.md)');
  });
});

/** Tables whose hashes and keys are for everybody to see: of plans, requests and settings, and the public halves. */
const NO_SECRET = new Set<string>(['server_key']);
