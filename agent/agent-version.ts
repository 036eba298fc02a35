/** Told to the server at every connection; raised with each release of the agent. */
export const AGENT_VERSION = '0.1.0';
