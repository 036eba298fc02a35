import type { AgentFrame } from '../../contracts/agent-protocol.js';
import type { Progress } from '../remote-agents/remote-agent.js';

/** Percentages closer together than this are not worth a frame. */
const PERCENT_STEP = 5;
const AT_MOST_EVERY_MS = 200;

/** Progress frames of one instruction: every new step at once, percentages in strides. */
export function steadyProgress(
  instructionId: string,
  send: (frame: AgentFrame) => void,
  monotonic: () => number = () => performance.now(),
): Progress {
  let last: { step: string; percent: number; at: number } | undefined;
  return (step, percent) => {
    const now = monotonic();
    const isNews =
      last?.step !== step ||
      (percent !== undefined && percent - last.percent >= PERCENT_STEP && now - last.at >= AT_MOST_EVERY_MS);
    if (!isNews) return;
    last = { step, percent: percent ?? 0, at: now };
    send({ type: 'progress', instructionId, step, ...(percent !== undefined && { percent }) });
  };
}
