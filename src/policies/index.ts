/** Intent: what remote access should be like, kept in versions; and the one resolver of what results from several policies. */
export * from './resolve-effective-policy.js';
