const { rmSync } = require('node:fs');

module.exports = async () => {
  const started = globalThis.latchkeyPostgres;
  if (!started) return;
  await started.postgres.stop({ politeMs: 3000, hardMs: 2000 });
  rmSync(started.dataDir, { recursive: true, force: true });
};
