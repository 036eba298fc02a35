/** The wire between a guest (the page or the guest client) and the server, `/guest/v1`: vocabulary, frames and the name of the client. */
export * from './guest-protocol/client-name.js';
export * from './guest-protocol/frame-schemas.js';
export * from './guest-protocol/frames.js';
export * from './guest-protocol/proof-of-work.js';
export * from './guest-protocol/session-code.js';
export * from './guest-protocol/vocabulary.js';
