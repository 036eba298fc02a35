/** Stops the PostgreSQL of the test run and removes its files. */
module.exports = async function stopPostgresOfTests() {
  await globalThis.stopLatchkeyTestCluster?.();
};
