import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...pagesBelow('docs')].map((page) => ({
  page,
  text: readFileSync(join(ROOT, page), 'utf8'),
}));

describe('the documentation', () => {
  it('of statuses, error codes and policy settings is what the code says', () => {
    const check = () =>
      execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { cwd: ROOT, stdio: 'pipe', timeout: 30_000 });
    expect(check).not.toThrow();
  });

  it.each(PAGES)('$page links to pages that exist', ({ page, text }) => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !target.includes('://'));
    expect(links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  it.each(PAGES)('$page names files that exist', ({ text }) => {
    const named = [
      ...text.matchAll(
        /`((?:src|contracts|agent|guest|console|cli|simulator|bench|test|docs|scripts|engine|deploy)\/[\w./-]*)`/g,
      ),
    ];
    expect(named.map(([, path]) => path ?? '').filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}
