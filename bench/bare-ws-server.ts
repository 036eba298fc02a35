import { WebSocketServer } from 'ws';

/** The floor of the memory per device: a process that holds WebSockets and does nothing with them. Told its port by message. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, clientTracking: false }, () => {
  process.send?.((server.address() as { port: number }).port);
});
process.on('disconnect', () => process.exit(0));
