/** The wire between an endpoint agent and the agent gateway, `/agent/v1`: vocabulary, frames and their schemas. */
export * from './agent-protocol/frame-schemas.js';
export * from './agent-protocol/frames.js';
export * from './agent-protocol/vocabulary.js';
