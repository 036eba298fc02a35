/**
 * The arrows: a module may know what it is made of, never what is made from it. Data flows policy → package → site →
 * device → deployment → status → launch; imports run the other way, and only through a module's door, its index.ts.
 * The table below is the whole law; test/architecture/arrows.program.spec.ts plants forbidden imports and demands that they are found.
 */
const IMPORTS = {
  sites: [],
  policies: [],
  devices: ['sites'],
  packages: ['policies', 'sites', 'devices'],
  deployments: ['policies', 'packages', 'sites', 'devices'],
  'deployment-status': ['deployments', 'devices', 'sites'],
  'remote-access': ['sites', 'devices', 'deployments', 'deployment-status'],
  'support-sessions': ['sites', 'devices', 'remote-access'],
  integrations: ['sites', 'devices', 'policies', 'packages', 'deployments', 'deployment-status', 'remote-access'],
};
const NOUNS = Object.keys(IMPORTS);
/** Known to everybody; among themselves only the rule against circles holds. */
const SHARED = ['accounts', 'audit', 'notifications'];
/** Known to nobody. */
const ENDS = ['reconciler', 'agent-gateway', 'console-api'];
const MODULES = [...NOUNS, ...SHARED, ...ENDS];

const LAW = {
  ...IMPORTS,
  ...Object.fromEntries(SHARED.map((module) => [module, []])),
  ...Object.fromEntries(ENDS.map((module) => [module, NOUNS])),
};

const anyOf = (names) => `(${names.join('|')})`;
const inModule = (names) => `^src/${anyOf(names)}/`;
/** Where the parts are put together; these, the tests and the measurements may open every door. */
const COMPOSITION = ['^src/(main|web|core|write-openapi)[.-][^/]*ts$', '^src/(launcher|web|core)/'];
const PROGRAMS = ['agent', 'guest', 'cli', 'demo', 'simulator', 'console'];
/** What a program knows of another: a fleet speaks the wire of agents, a demonstration brings a fleet along, a guest finds its way out as an agent does. */
const KNOWN = { simulator: '^agent/wire/', demo: '^simulator/', guest: '^agent/network/' };


const arrows = MODULES.map((module) => {
  const foreign = MODULES.filter(
    (other) => other !== module && !LAW[module].includes(other) && !SHARED.includes(other),
  );
  return {
    name: `arrow-${module}`,
    comment: `${module} may import ${[...LAW[module], ...SHARED, 'platform', 'contracts'].join(', ')}`,
    severity: 'error',
    from: { path: inModule([module]) },
    to: { path: inModule(foreign) },
  };
});

const doors = MODULES.map((module) => ({
  name: `door-${module}`,
  comment: `the only door of ${module} is its index.ts`,
  severity: 'error',
  from: { path: '^src/', pathNot: [inModule([module]), ...COMPOSITION] },
  to: { path: inModule([module]), pathNot: `^src/${module}/index\\.ts$` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    ...doors,
    {
      name: 'contracts-import-nothing',
      comment: 'what crosses a wire depends on nothing, so that every program can read it',
      severity: 'error',
      from: { path: '^contracts/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^contracts/' },
    },
    {
      name: 'contracts-specs-stay-at-home',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { path: `^(src|test|bench|${PROGRAMS.join('|')})/` },
    },
    {
      name: 'platform-has-no-domain-words',
      comment: 'platform knows contracts and libraries, no module',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/platform/' },
    },
    {
      name: 'nobody-imports-a-composition-root',
      severity: 'error',
      from: { path: '^src/', pathNot: COMPOSITION },
      to: { path: COMPOSITION },
    },
    {
      name: 'unknown-module',
      comment: 'a new folder below src/ gets its line in the table first',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [inModule([...MODULES, 'platform']), ...COMPOSITION] },
      to: { path: '.' },
    },
    {
      name: 'providers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/remote-access/providers/([^/]+)/' },
      to: { path: '^src/remote-access/providers/[^/]+/', pathNot: '^src/remote-access/providers/$1/' },
    },
    {
      name: 'the-server-imports-no-other-program',
      comment: 'server and programs meet in contracts',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: `^(${PROGRAMS.join('|')})/` },
    },
    ...PROGRAMS.map((program) => ({
      name: `program-${program}`,
      comment: `${program} imports contracts and itself${KNOWN[program] ? `, and ${KNOWN[program]}` : ''}`,
      severity: 'error',
      from: { path: `^${program}/` },
      to: {
        path: `^(src|bench|${PROGRAMS.filter((other) => other !== program).join('|')})/`,
        ...(KNOWN[program] ? { pathNot: KNOWN[program] } : {}),
      },
    })),
    {
      name: 'only-specs-import-tests',
      severity: 'error',
      from: {
        path: '^(src|bench|contracts|agent|guest|cli|demo|simulator)/',
        pathNot: ['\\.spec\\.ts$', '\\.e2e-spec\\.ts$', '^bench/', '^simulator/screen-connect/double-server\\.ts$'],
      },
      to: { path: '^test/' },
    },
    {
      name: 'a-simulation-may-bring-a-double-along',
      comment: 'and nothing else of the tests',
      severity: 'error',
      from: { path: '^simulator/screen-connect/double-server\\.ts$' },
      to: { path: '^test/', pathNot: '^test/fakes/screen-connect/' },
    },
    {
      name: 'nobody-imports-measurements',
      severity: 'error',
      from: { pathNot: '^(bench|test)/' },
      to: { path: '^bench/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: { pathNot: '^console/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|coverage)/|^engine/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'import', 'types', 'default'],
    },
    cache: false,
  },
};
