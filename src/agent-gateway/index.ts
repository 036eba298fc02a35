/** The server's side of the wire to the endpoint agents: who is connected, what they are told and what they say. */
export { AgentGateway } from './agent-gateway.js';
export { AgentGatewayModule, attachAgentGateway } from './agent-gateway.module.js';
