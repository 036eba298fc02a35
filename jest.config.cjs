/** One configuration, six projects: pure sentences, sentences about real programs, the agent for Windows under Wine, sentences that need PostgreSQL, whole stories, and those in which things are broken and timed. */
const bundledLibraries = require('./test/support/bundled-libraries.cjs');

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const shared = (libraries) => ({
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleNameMapper: { ...libraries, '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.[tj]s$': swc },
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.setup.cjs'],
  transformIgnorePatterns: ['/node_modules/(typeorm|pg|playwright-core|axe-core|fast-check|axios|swagger-ui-dist)/', '<rootDir>/(dist|build)/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/engine/node_modules', '<rootDir>/build/(?!test-libraries)', '<rootDir>/console'],
});

module.exports = async () => {
  const project = shared(await bundledLibraries());
  const stories = {
    globalSetup: '<rootDir>/test/support/story.global-setup.cjs',
    globalTeardown: '<rootDir>/test/support/postgres.global-teardown.cjs',
  };
  return {
    projects: [
      {
        ...project,
        displayName: 'pure',
        testMatch: ['<rootDir>/{src,agent,guest,cli,simulator,contracts,test,bench}/**/*.spec.ts'],
        testPathIgnorePatterns: ['/node_modules/', '\\.(pg|program)\\.spec\\.ts$'],
      },
      {
        ...project,
        displayName: 'program',
        testMatch: ['<rootDir>/{src,agent,guest,cli,simulator,test}/**/*.program.spec.ts'],
      },
      {
        ...project,
        displayName: 'wine',
        testMatch: ['<rootDir>/test/wine/*.wine-spec.ts'],
      },
      {
        ...project,
        displayName: 'postgres',
        testMatch: ['<rootDir>/{src,agent,cli,simulator,test}/**/*.pg.spec.ts'],
        globalSetup: '<rootDir>/test/support/postgres.global-setup.cjs',
        globalTeardown: '<rootDir>/test/support/postgres.global-teardown.cjs',
      },
      {
        ...project,
        ...stories,
        displayName: 'story',
        testMatch: ['<rootDir>/test/e2e/*.e2e-spec.ts'],
      },
      {
        ...project,
        ...stories,
        displayName: 'fault-story',
        testMatch: ['<rootDir>/test/reliability/*.e2e-spec.ts'],
      },
    ],
  };
};
