import type { AgentSocket } from './agent-socket.js';

/** A healthy agent sends a few frames a minute; ten a second is a flood. */
const FRAMES_PER_MINUTE = 600;
const INVALID_FRAMES_PER_MINUTE = 20;

/** Counts a frame; false when this connection sends too many. */
export function spendFrame(socket: AgentSocket, nowSeconds: number): boolean {
  const minute = Math.floor(nowSeconds / 60);
  if (socket.countedMinute !== minute) {
    socket.countedMinute = minute;
    socket.frames = 0;
    socket.invalidFrames = 0;
  }
  socket.frames++;
  return socket.frames <= FRAMES_PER_MINUTE;
}

/** Counts a frame that was none; false when this connection sends too many of them. */
export function spendInvalidFrame(socket: AgentSocket): boolean {
  socket.invalidFrames++;
  return socket.invalidFrames <= INVALID_FRAMES_PER_MINUTE;
}
