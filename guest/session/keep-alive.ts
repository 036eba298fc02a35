import WebSocket from 'ws';

/** Sends pings, and cuts a connection that has answered none of the last two. Returns how to stop. */
export function keepAlive(socket: WebSocket, everyMs: number, died: () => void): () => void {
  let unanswered = 0;
  const heard = () => (unanswered = 0);
  for (const event of ['ping', 'pong', 'message']) socket.on(event, heard);
  const timer = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (unanswered < 2) {
      unanswered += 1;
      return socket.ping();
    }
    died();
    socket.terminate();
  }, everyMs);
  return () => clearInterval(timer);
}
