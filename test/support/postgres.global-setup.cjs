require('./typescript-require.cjs');
const { startTestCluster } = require('./test-cluster.ts');

/** One PostgreSQL per test run; its address reaches the workers through the environment. */
module.exports = async function startPostgresForTests() {
  // Two projects of one run share it.
  if (globalThis.stopLatchkeyTestCluster) return;
  const { cluster, stop } = await startTestCluster();
  process.env.LATCHKEY_TEST_CLUSTER = JSON.stringify(cluster);
  globalThis.stopLatchkeyTestCluster = stop;
};
