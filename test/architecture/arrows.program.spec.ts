import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The canary: a dependency checker that cannot parse TypeScript finds nothing and looks green. So forbidden imports are
 * planted into a copy of the tree, and every one of them must be found by its rule, while allowed ones stay unnoticed.
 */
const ROOT = join(__dirname, '..', '..');
const COPIED = [
  'contracts',
  'src',
  'agent',
  'guest',
  'cli',
  'demo',
  'simulator',
  'bench',
  '.dependency-cruiser.cjs',
  'tsconfig.json',
  'package.json',
];
const CRUISED = ['contracts', 'src', 'agent', 'guest', 'cli', 'demo', 'simulator', 'bench'];

interface CruiseOutput {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

interface Plant {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly says?: 'import type';
}

const FORBIDDEN: readonly Plant[] = [
  { rule: 'contracts-import-nothing', from: 'contracts/planted-a.ts', to: 'src/platform/planted.ts' },
  { rule: 'contracts-import-nothing', from: 'contracts/planted-b.ts', to: 'node:fs' },
  { rule: 'contracts-import-nothing', from: 'contracts/planted-c.ts', to: 'pg' },
  { rule: 'platform-has-no-domain-words', from: 'src/platform/planted-a.ts', to: 'src/sites/index.ts' },
  {
    rule: 'platform-has-no-domain-words',
    from: 'src/platform/planted-b.ts',
    to: 'src/audit/index.ts',
    says: 'import type',
  },
  { rule: 'arrow-sites', from: 'src/sites/planted-a.ts', to: 'src/devices/index.ts' },
  { rule: 'arrow-policies', from: 'src/policies/planted-a.ts', to: 'src/packages/index.ts', says: 'import type' },
  { rule: 'arrow-deployments', from: 'src/deployments/planted-a.ts', to: 'src/deployment-status/index.ts' },
  { rule: 'arrow-deployment-status', from: 'src/deployment-status/planted-a.ts', to: 'src/remote-access/index.ts' },
  { rule: 'arrow-support-sessions', from: 'src/support-sessions/planted-a.ts', to: 'src/deployments/index.ts' },
  { rule: 'arrow-accounts', from: 'src/accounts/planted-a.ts', to: 'src/sites/index.ts' },
  { rule: 'arrow-remote-access', from: 'src/remote-access/planted-a.ts', to: 'src/reconciler/index.ts' },
  { rule: 'arrow-console-api', from: 'src/console-api/planted-a.ts', to: 'src/agent-gateway/index.ts' },
  { rule: 'arrow-reconciler', from: 'src/reconciler/planted-a.ts', to: 'src/console-api/index.ts' },
  { rule: 'arrow-agent-gateway', from: 'src/agent-gateway/planted-a.ts', to: 'src/reconciler/index.ts' },
  { rule: 'door-sites', from: 'src/devices/planted-a.ts', to: 'src/sites/planted-inside.ts' },
  { rule: 'door-audit', from: 'src/accounts/planted-b.ts', to: 'src/audit/planted-inside.ts' },
  { rule: 'unknown-module', from: 'src/planted-module/planted-a.ts', to: 'src/platform/planted.ts' },
  { rule: 'nobody-imports-a-composition-root', from: 'src/devices/planted-b.ts', to: 'src/main.ts' },
  { rule: 'the-server-imports-no-other-program', from: 'src/devices/planted-c.ts', to: 'agent/planted.ts' },
  {
    rule: 'providers-do-not-know-each-other',
    from: 'src/remote-access/providers/planted-one/a.ts',
    to: 'src/remote-access/providers/planted-two/b.ts',
  },
  { rule: 'program-agent', from: 'agent/planted-a.ts', to: 'src/platform/planted.ts' },
  { rule: 'program-cli', from: 'cli/planted-a.ts', to: 'src/sites/index.ts' },
  { rule: 'program-demo', from: 'demo/planted-a.ts', to: 'agent/planted.ts' },
  { rule: 'program-guest', from: 'guest/planted-a.ts', to: 'agent/planted.ts' },
  { rule: 'program-simulator', from: 'simulator/planted-a.ts', to: 'agent/planted.ts' },
  { rule: 'only-specs-import-tests', from: 'src/devices/planted-d.ts', to: 'test/planted.ts' },
  { rule: 'nobody-imports-measurements', from: 'src/devices/planted-e.ts', to: 'bench/planted.ts' },
  { rule: 'not-to-unresolvable', from: 'src/devices/planted-f.ts', to: 'a-package-that-nobody-installed' },
];

const ALLOWED: readonly Omit<Plant, 'rule'>[] = [
  { from: 'src/devices/planted-y.ts', to: 'src/sites/index.ts' },
  { from: 'src/sites/planted-y.ts', to: 'src/audit/index.ts' },
  { from: 'src/sites/planted-z.ts', to: 'contracts/error-catalogue.ts' },
  { from: 'src/reconciler/planted-y.ts', to: 'src/remote-access/index.ts' },
  { from: 'src/main.planted.ts', to: 'src/sites/planted-inside.ts' },
  { from: 'src/devices/planted.spec.ts', to: 'test/planted.ts' },
  { from: 'agent/planted-z.ts', to: 'contracts/error-catalogue.ts' },
  { from: 'simulator/planted-z.ts', to: 'agent/wire/planted.ts' },
];

describe('the arrows between modules', () => {
  let tree: string;
  let seen: CruiseOutput;

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'latchkey-arrows-'));
    for (const name of COPIED) {
      if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    for (const plant of [...FORBIDDEN, ...ALLOWED]) sow(plant);
    sow({ from: 'src/packages/planted-circle-a.ts', to: 'src/packages/planted-circle-b.ts' });
    sow({ from: 'src/packages/planted-circle-b.ts', to: 'src/packages/planted-circle-a.ts' });
    seen = cruise(tree);
  }, 120_000);

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('are looked at in real TypeScript: many modules, joined by many imports', () => {
    const own = seen.modules.filter(({ source }) => source.endsWith('.ts') && !source.includes('planted'));
    const joins = own
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ resolved }) => /^(src|contracts)\/.*\.ts$/.test(resolved));
    expect(own.length).toBeGreaterThan(50);
    expect(joins.length).toBeGreaterThan(50);
  });

  it.each(FORBIDDEN)('forbid $from to import $to ($rule)', ({ rule, from }) => {
    expect(seen.summary.violations.filter((found) => found.from === from).map((found) => found.rule.name)).toContain(
      rule,
    );
  });

  it.each(ALLOWED)('allow $from to import $to', ({ from }) => {
    expect(seen.modules.map(({ source }) => source)).toContain(from);
    expect(seen.summary.violations.filter((found) => found.from === from)).toEqual([]);
  });

  it('forbid circles', () => {
    const circles = seen.summary.violations.filter(({ rule }) => rule.name === 'no-circular');
    expect(circles.map(({ from }) => from)).toContainEqual(expect.stringMatching(/planted-circle-[ab]\.ts$/));
  });

  function sow({ from, to, says = undefined }: Omit<Plant, 'rule'>): void {
    if (to.endsWith('.ts') && !existsSync(join(tree, to))) write(to, 'export type Planted = string;\n');
    const depth = from.split('/').length - 1;
    const specifier = to.endsWith('.ts') ? '../'.repeat(depth) + to.replace(/\.ts$/, '.js') : to;
    write(from, `${says ?? 'import'} * as planted from '${specifier}';\nexport type Sown = typeof planted;\n`);
  }

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
});

function cruise(tree: string): CruiseOutput {
  const folders = CRUISED.filter((name) => existsSync(join(tree, name)));
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const answer = execFileSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 100_000 },
  );
  return JSON.parse(answer) as CruiseOutput;
}
