import fc from 'fast-check';
import { readAgentFrame } from './agent-frame.js';

const ID = '0198a3c0-0000-7000-8000-000000000001';
const GOOD: readonly Record<string, unknown>[] = [
  { type: 'auth', deviceId: ID, signature: 'a'.repeat(86), agentVersion: '0.1.0', bootId: 'b', lastInstructionSeq: 0 },
  { type: 'ack', instructionId: ID },
  { type: 'progress', instructionId: ID, step: 'installing', percent: 50 },
  { type: 'report', instructionId: ID, generation: '1', outcome: 'failed', errorCode: 'RA-NET-01', detail: 'x', evidence: null },
  {
    type: 'report', instructionId: ID, generation: '1', outcome: 'done', detail: '',
    evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: 'node//x', proofNumber: 1, gone: ['process'] },
  },
  { type: 'cause-cleared', code: 'RA-NET-01' },
  { type: 'remote-agents', found: [{ provider: 'mesh-central', installed: true, running: false, own: true }] },
  { type: 'pong' },
];

describe('R30 a frame of an agent', () => {
  it.each(GOOD)('$type is read', (frame) => {
    expect(readAgentFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each(GOOD)('$type with a field that does not exist is none', (frame) => {
    expect(readAgentFrame(JSON.stringify({ ...frame, colour: 'brown' }))).toBeNull();
  });

  it.each(GOOD.flatMap((frame) => Object.keys(frame).filter((field) => !['percent', 'errorCode'].includes(field)).map((field) => ({ frame, field, type: frame['type'] }))))(
    '$type without $field is none',
    ({ frame, field }) => {
      const { [field]: _, ...rest } = frame;
      expect(readAgentFrame(JSON.stringify(rest))).toBeNull();
    },
  );

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])('of type %j is none', (type) => {
    expect(readAgentFrame(JSON.stringify({ type }))).toBeNull();
  });

  it('that holds what the database cannot store is none, however deep', () => {
    const report = GOOD[4]!;
    expect(readAgentFrame(JSON.stringify({ ...report, detail: 'a\0b' }))).toBeNull();
    expect(readAgentFrame(JSON.stringify({ ...report, evidence: { provider: 'x\ud800', installed: true, running: true } }))).toBeNull();
    expect(readAgentFrame(JSON.stringify({ ...report, detail: 'emoji 😀 and \\u0000 written out' }))).not.toBeNull();
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.object().map((value) => JSON.stringify(value))), (text) => {
      readAgentFrame(text);
    }), { numRuns: 2000 });
  });

  it('is never one that was changed at random into something the schema does not know', () => {
    fc.assert(
      fc.property(fc.constantFrom(...GOOD), fc.string({ minLength: 1 }), fc.anything(), (frame, field, value) => {
        const text = JSON.stringify({ ...frame, [`x${field}`]: value });
        if (value !== undefined && text.includes(JSON.stringify(`x${field}`))) expect(readAgentFrame(text)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});
