const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const esbuild = require('esbuild');
const { dependencies } = require('../../package.json');

const ROOT = join(__dirname, '../..');
/** What lies beside its own files (programs, pages, workers), and what nobody needs at run time. */
const LEFT_ALONE = ['@node-rs/argon2', 'pino', 'swagger-ui-dist', 'typescript'];
const LIBRARIES = [...Object.keys(dependencies), 'fastify'].filter((name) => !LEFT_ALONE.includes(name));

/** A package that libraries would use if it were installed stays a question that is asked at run time. */
const missingOnesStayOutside = {
  name: 'missing-ones-stay-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked') return undefined;
      const { errors } = await build.resolve(path, { ...from, pluginData: 'asked' });
      return errors.length > 0 ? { path, external: true } : undefined;
    });
  },
};

/**
 * The libraries of the server as one file, for tests: every file of tests has modules of its own, and two thousand small files
 * took longer to load than most tests to run. Made again when the lock file changes. Resolves with Jest's `moduleNameMapper`.
 */
module.exports = async function bundledLibraries() {
  const version = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).update(readFileSync(__filename)).digest('hex').slice(0, 16);
  const folder = join(ROOT, 'build/test-libraries', version);
  const fileOf = (name) => join(folder, `${name.replace('/', '+')}.cjs`);
  if (!existsSync(join(folder, 'whole'))) {
    rmSync(join(ROOT, 'build/test-libraries'), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await esbuild.build({
      stdin: { contents: `module.exports = { ${LIBRARIES.map((name) => `'${name}': () => require('${name}')`).join(', ')} };`, resolveDir: ROOT },
      outfile: join(folder, 'all.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      keepNames: true,
      minifyWhitespace: true,
      external: LEFT_ALONE,
      plugins: [missingOnesStayOutside],
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'urlOfBundle' },
      banner: { js: "const urlOfBundle = require('node:url').pathToFileURL(__filename).href;" },
      logLevel: 'error',
    });
    for (const name of LIBRARIES) writeFileSync(fileOf(name), `module.exports = require('./all.cjs')['${name}']();\n`);
    writeFileSync(join(folder, 'whole'), '');
  }
  return Object.fromEntries(LIBRARIES.map((name) => [`^${name}$`, fileOf(name)]));
};
