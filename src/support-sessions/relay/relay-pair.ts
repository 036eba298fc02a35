import { WebSocket } from 'ws';

/** A side that has not read this much makes the other one wait, until it has read most of it. */
const WAIT_ABOVE_BYTES = 1024 * 1024;
const GO_ON_BELOW_BYTES = 256 * 1024;
const NOT_BINARY = 1003;

/**
 * Joins two sockets: what one says the other hears, byte for byte, binary frames only and nothing else. Who reads slowly slows the
 * other down instead of filling our memory. When one ends the other does.
 */
export function joinSockets(host: WebSocket, guest: WebSocket, heard: (bytes: number) => void): void {
  forward(host, guest, heard);
  forward(guest, host, heard);
}

function forward(from: WebSocket, to: WebSocket, heard: (bytes: number) => void): void {
  from.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return from.close(NOT_BINARY);
    heard(data.length);
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(data, { binary: true }, () => {
      if (from.isPaused && to.bufferedAmount <= GO_ON_BELOW_BYTES) from.resume();
    });
    if (to.bufferedAmount > WAIT_ABOVE_BYTES) from.pause();
  });
  from.once('close', () => {
    // A paused socket would never read the other side's goodbye.
    if (to.isPaused) to.resume();
    to.close(1000);
  });
}
