/* global jest */
// A sentence may take its time on a busy machine; one that hangs still fails.
jest.setTimeout(30_000);
