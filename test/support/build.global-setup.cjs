const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Builds what is older than its sources, so that no story judges yesterday's program; outside of every patience of a test. */
module.exports = function buildWhatChanged() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: join(__dirname, '..', '..'), stdio: 'pipe', timeout: 600_000 });
};
