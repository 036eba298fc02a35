const buildWhatChanged = require('./build.global-setup.cjs');
const startPostgresForTests = require('./postgres.global-setup.cjs');

/** What stories need: programs that are not yesterday's, and a database for those that need no whole installation. */
module.exports = async function prepareForStories() {
  buildWhatChanged();
  await startPostgresForTests();
};
