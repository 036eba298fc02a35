import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly scripts: Record<string, string>;
}
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly resolved?: string;
}
const manifest = JSON.parse(text('package.json')) as Manifest;
const lockOf = (path: string) => JSON.parse(text(path)) as { lockfileVersion: number; packages: Record<string, Locked> };
const lock = lockOf('package-lock.json');
const isInstalled = (path: string): boolean => path.includes('node_modules/');
const MOST_DIRECT = 32;

/** Every source of a program that is shipped. */
const sources = ['src', 'agent', 'guest', 'simulator', 'contracts', 'demo']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.ts') && !/[.-]spec\.ts$|(^|\/)node_modules\//.test(file))
  .map(text);

describe('R39 what we build upon', () => {
  const reasons = JSON.parse(text('docs/security/dependencies.json')) as Record<string, string>;

  it('is at most 32 direct dependencies at run time, each with a reason of its own', () => {
    const direct = Object.keys(manifest.dependencies);
    expect(direct.length).toBeLessThanOrEqual(MOST_DIRECT);
    expect(Object.keys(reasons).sort()).toEqual([...direct].sort());
    expect(new Set(Object.values(reasons)).size).toBe(direct.length);
    for (const reason of Object.values(reasons)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(Object.keys(manifest.dependencies))('uses %s, or would not ship it', (name) => {
    const named = new RegExp(`['"]${name.replaceAll('/', '\\/')}(\\/[^'"]*)?['"]`);
    expect(sources.some((source) => named.test(source))).toBe(true);
  });

  it.each(['package.json', 'engine/package.json', 'guest/package.json', 'console/package.json'])('is named in %s by exact versions', (file) => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(text(file)) as Partial<Manifest>;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  it.each(['package-lock.json', 'engine/package-lock.json', 'guest/package-lock.json'])('is locked in %s, every package to the bytes of one version', (file) => {
    const { lockfileVersion, packages } = lockOf(file);
    expect(lockfileVersion).toBeGreaterThanOrEqual(3);
    const installed = Object.entries(packages).filter(([path, { link }]) => isInstalled(path) && !link);
    expect(installed.length).toBeGreaterThan(20);
    expect(installed.filter(([, { integrity }]) => !/^sha(512|384)-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined && !/^https:/.test(resolved)).map(([path]) => path)).toEqual([]);
  });

  it('runs no script of a package, whoever installs', () => {
    expect(text('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const installs = ['scripts/install.mjs', 'deploy/Dockerfile'].flatMap((file) => text(file).split('\n').filter((line) => /npm['" ,]+(\[?['"])?(ci|install)\b/.test(line) && !/^\s*(\/\/|\*|\/\*\*|#)/.test(line)));
    expect(installs.length).toBeGreaterThanOrEqual(4);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});

describe('R29 what is not built upon', () => {
  /** Shells, evaluators, templates that are compiled at run time, and readers that make objects of types out of text. */
  const DENIED = [
    'shelljs', 'execa', 'cross-spawn', 'node-pty', 'zx', 'ssh2-exec', 'vm2', 'isolated-vm', 'safe-eval', 'safer-eval', 'static-eval', 'notevil', 'expr-eval', 'mathjs',
    'ejs', 'pug', 'jade', 'handlebars', 'nunjucks', 'mustache', 'dot', 'eta', 'squirrelly', 'lodash.template', 'underscore', 'art-template',
    'node-serialize', 'serialize-javascript', 'serialize-to-js', 'funcster', 'cryo', 'v8-serialize', 'xml2js', 'libxmljs', 'libxmljs2', 'bson-ext', 'js-yaml', 'yaml-front-matter', 'request', 'node-fetch',
  ];
  const shipped = Object.entries(lock.packages).filter(([path, { dev, link }]) => isInstalled(path) && !dev && !link);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

  it('is no dependency of what is shipped, at any depth', () => {
    const names = new Set(shipped.map(([path]) => nameOf(path)));
    expect(names.has('fastify')).toBe(true);
    expect(DENIED.filter((name) => names.has(name) && !EXCUSED.has(name))).toEqual([]);
  });

  it('is excused only while the package that brings it does not use it here', () => {
    for (const [name, { broughtBy }] of EXCUSED) {
      const named = new RegExp(`['"]${name}(\\/[^'"]*)?['"]`);
      expect(sources.some((source) => named.test(source))).toBe(false);
      const at = shipped.filter(([path]) => nameOf(path) === name).map(([path]) => path);
      expect({ name, isThere: at.length > 0 }).toEqual({ name, isThere: true });
      const dependents = shipped.filter(([path]) => name in ((lock.packages[path] as { dependencies?: object }).dependencies ?? {})).map(([path]) => nameOf(path));
      expect(new Set(dependents)).toEqual(new Set(broughtBy));
    }
  });

  it('has a service that cannot gain rights, load modules or write outside its own folder', () => {
    const unit = text('deploy/latchkey.service');
    for (const line of [
      'NoNewPrivileges=yes', 'ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes', 'PrivateDevices=yes', 'ProtectKernelModules=yes', 'RestrictNamespaces=yes',
      'RestrictSUIDSGID=yes', 'LockPersonality=yes', 'SystemCallArchitectures=native', 'SystemCallFilter=@system-service', 'UMask=0077',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(existsSync(join(ROOT, 'deploy/Dockerfile'))).toBe(true);
  });
});

/** What comes with something else and is never loaded by what we ship. */
const EXCUSED = new Map<string, { readonly broughtBy: readonly string[] }>([['js-yaml', { broughtBy: ['@nestjs/swagger'] }]]);
