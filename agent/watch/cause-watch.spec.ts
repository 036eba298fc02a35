import { setTimeout as delay } from 'node:timers/promises';
import type { AgentFrame, ReportFrame } from '../../contracts/agent-protocol.js';
import { CauseWatch } from './cause-watch.js';

const failed = (errorCode: string): ReportFrame => ({
  type: 'report',
  instructionId: 'x',
  generation: '1',
  outcome: 'failed',
  errorCode,
  detail: '',
  evidence: null,
});

describe('the watch over causes', () => {
  it('tells once that a cause is gone, as soon as somebody listens', async () => {
    const sent: AgentFrame[] = [];
    let full = true;
    let connected = false;
    const watch = new CauseWatch({ 'RA-ELG-05': async () => !full }, (frame) => connected && sent.push(frame) > 0, 5);
    watch.settled(failed('RA-ELG-05'));
    await delay(40);
    full = false;
    await delay(40);
    expect(sent).toEqual([]);
    connected = true;
    await delay(60);
    expect(sent).toEqual([{ type: 'cause-cleared', code: 'RA-ELG-05' }]);
  });

  it('leaves alone what cannot be probed from the device, and what a success has settled', async () => {
    let probed = 0;
    const probe = async () => (probed += 1) < 0;
    const watch = new CauseWatch({ 'RA-NET-02': probe }, () => true, 5);
    watch.settled(failed('RA-PKG-01'));
    await delay(30);
    expect(probed).toBe(0);
    watch.settled(failed('RA-NET-02'));
    watch.settled({ ...failed('RA-NET-02'), outcome: 'done' });
    await delay(30);
    expect(probed).toBe(0);
  });
});
