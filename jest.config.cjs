/** One configuration, four projects: pure sentences, sentences about real programs, sentences that need PostgreSQL, and whole stories. */
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

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.[tj]s$': swc },
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.setup.cjs'],
  transformIgnorePatterns: ['/node_modules/(typeorm|pg|playwright-core|axe-core|fast-check|axios|swagger-ui-dist)/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/engine/node_modules', '<rootDir>/build', '<rootDir>/console'],
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: ['<rootDir>/{src,agent,cli,simulator,contracts,test,bench}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(pg|program)\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'program',
      testMatch: ['<rootDir>/{src,agent,cli,simulator,test}/**/*.program.spec.ts'],
    },
    {
      ...shared,
      displayName: 'postgres',
      testMatch: ['<rootDir>/{src,agent,simulator,test}/**/*.pg.spec.ts'],
      globalSetup: '<rootDir>/test/support/postgres.global-setup.cjs',
      globalTeardown: '<rootDir>/test/support/postgres.global-teardown.cjs',
    },
    {
      ...shared,
      displayName: 'story',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/story.global-setup.cjs',
      globalTeardown: '<rootDir>/test/support/postgres.global-teardown.cjs',
    },
  ],
};
