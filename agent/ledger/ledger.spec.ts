import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { Ledger } from './ledger.js';

const folder = () => mkdtempSync(join(tmpdir(), 'latchkey-ledger-'));
const NOON = Date.parse('2026-05-04T12:00:00.000Z');

let seq = 0;
const order = (change: Partial<Instruction> = {}): Instruction => {
  seq += 1;
  const at = new Date(NOON + seq * 1000).toISOString();
  return {
    type: 'instruction',
    id: randomUUID(),
    seq,
    deviceId: randomUUID(),
    generation: '1',
    kind: 'remove-remote-agent',
    params: { provider: 'mesh-central' },
    issuedAt: at,
    notBefore: at,
    expiresAt: at,
    keyId: 'core-1',
    signature: 'x',
    ...change,
  };
};
const done = ({ id }: Instruction): ReportFrame => ({
  type: 'report',
  instructionId: id,
  generation: '1',
  outcome: 'done',
  detail: 'removed',
  evidence: null,
});

describe('the ledger', () => {
  it('remembers over a restart what was accepted, begun, ended and confirmed', () => {
    const path = join(folder(), 'ledger.jsonl');
    const [first, second, third] = [order(), order({ generation: '9000000000000000001' }), order()];
    const before = Ledger.open(path);
    [first, second, third].forEach((instruction) => before.accept(instruction));
    before.begin(first.id);
    before.finish(done(first), first.kind);
    before.receive(first.id);
    before.begin(second.id);
    before.close();

    const after = Ledger.open(path);
    expect(after.open()).toEqual([
      { instruction: second, begun: true },
      { instruction: third, begun: false },
    ]);
    expect(after.resultOf(first.id)).toEqual(done(first));
    expect(after.unconfirmed()).toEqual([]);
    expect(after.lastSeq).toBe(third.seq);
    expect(after.latestIssuedAt).toBe(third.issuedAt);
    expect(after.generations.get('mesh-central')).toBe(9000000000000000001n);
  });

  it('hands out a result until its receipt, and the receipt once', () => {
    const ledger = Ledger.open(join(folder(), 'ledger.jsonl'));
    const instruction = order();
    ledger.accept(instruction);
    ledger.finish(done(instruction), instruction.kind);
    expect(ledger.unconfirmed()).toEqual([done(instruction)]);
    expect(ledger.receive(instruction.id)).toMatchObject({ kind: 'remove-remote-agent', report: done(instruction) });
    expect(ledger.receive(instruction.id)).toBeUndefined();
    expect(ledger.unconfirmed()).toEqual([]);
  });

  it('uses up the number of an instruction that it refused', () => {
    const ledger = Ledger.open(join(folder(), 'ledger.jsonl'));
    const instruction = order();
    ledger.refuse({ ...done(instruction), outcome: 'refused', errorCode: 'RA-DSP-03' }, instruction);
    expect(ledger.lastSeq).toBe(instruction.seq);
    expect(ledger.open()).toEqual([]);
  });

  it('survives a kill at every single byte: a torn last line is as if it was never written', () => {
    const path = join(folder(), 'ledger.jsonl');
    const ledger = Ledger.open(path);
    for (const instruction of [order(), order()]) {
      ledger.accept(instruction);
      ledger.begin(instruction.id);
      ledger.finish({ ...done(instruction), detail: 'gelöscht ✓' }, instruction.kind);
    }
    const bytes = readFileSync(path);
    const torn = join(folder(), 'torn.jsonl');
    for (let length = 0; length <= bytes.length; length += 1) {
      writeFileSync(torn, bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).lastIndexOf(0x0a) + 1;
      const reopened = Ledger.open(torn);
      const next = order();
      reopened.accept(next);
      reopened.close();
      const again = Ledger.open(torn);
      expect(again.lastSeq).toBe(next.seq);
      expect(again.unconfirmed()).toHaveLength(bytes.subarray(0, whole).toString().split('"what":"result"').length - 1);
      again.close();
    }
  });

  it('loses no other line to one that the disk scarred', () => {
    const path = join(folder(), 'ledger.jsonl');
    const [first, second] = [order(), order()];
    Ledger.open(path).accept(first);
    appendFileSync(path, '\0\0\0\n');
    Ledger.open(path).accept(second);
    expect(
      Ledger.open(path)
        .open()
        .map(({ instruction }) => instruction.id),
    ).toEqual([first.id, second.id]);
  });

  it('stays small, keeps its fences, and forgets nothing that is open or unconfirmed', () => {
    const path = join(folder(), 'ledger.jsonl');
    const ledger = Ledger.open(path, 20_000);
    const open = order();
    ledger.accept(open);
    const unconfirmed = order();
    ledger.accept(unconfirmed);
    ledger.finish(done(unconfirmed), unconfirmed.kind);
    for (let count = 0; count < 1000; count += 1) {
      const instruction = order({ generation: String(count + 1) });
      ledger.accept(instruction);
      ledger.finish(done(instruction), instruction.kind);
      ledger.receive(instruction.id);
    }
    ledger.close();
    expect(statSync(path).size).toBeLessThan(200_000);
    const after = Ledger.open(path);
    expect(after.lastSeq).toBe(seq);
    expect(after.generations.get('mesh-central')).toBe(1000n);
    expect(after.open().map(({ instruction }) => instruction)).toEqual([open]);
    expect(after.unconfirmed()).toEqual([done(unconfirmed)]);
  });

  it('is readable by its own account only', () => {
    const path = join(folder(), 'ledger.jsonl');
    Ledger.open(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
