import { setTimeout as sleep } from 'node:timers/promises';
import { randomIds } from '../../src/platform/ids.js';
import { danaSetsUp } from '../personas/dana.js';
import { AgentOnTheWire, type Conversation } from './agent-on-the-wire.js';
import type { BrowserSession } from './browser-session.js';
import { type PublishedKeys, publishServerKeys } from './published-server-keys.js';
import { startWebForTest, type WebUnderTest } from './running-web.js';

/** A server with one site, a token for it, and agents that come and go. */
export class GatewayScene {
  private readonly open: Conversation[] = [];

  private constructor(
    readonly web: WebUnderTest,
    readonly dana: BrowserSession,
    readonly keys: PublishedKeys,
    readonly siteId: string,
    readonly token: string,
  ) {}

  static async begin(): Promise<GatewayScene> {
    const web = await startWebForTest();
    const dana = await danaSetsUp(web);
    const keys = await publishServerKeys(web.database.dataSource);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    const siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
    const { token } = (await dana.post('/enrolment-tokens', { siteId })).body;
    return new GatewayScene(web, dana, keys, siteId, token);
  }

  /** Between two tests: nobody of the last one is still connected. */
  clear(): void {
    for (const conversation of this.open.splice(0)) conversation.vanish();
  }

  async end(): Promise<void> {
    this.clear();
    await this.web.close();
  }

  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  query(sql: string, values: unknown[] = []): Promise<any[]> {
    return this.web.database.dataSource.query(sql, values);
  }

  async enrolled(): Promise<AgentOnTheWire> {
    const till = new AgentOnTheWire(this.web.url);
    await till.enrol(this.token);
    return till;
  }

  /** A device that somebody has to approve before it gets anything. */
  async enrolledInQuarantine(): Promise<AgentOnTheWire> {
    const till = new AgentOnTheWire(this.web.url);
    await till.enrol((await this.dana.post('/enrolment-tokens', { siteId: this.siteId, quarantine: true })).body.token);
    return till;
  }

  kept(conversation: Conversation): Conversation {
    this.open.push(conversation);
    return conversation;
  }

  async connected(till: AgentOnTheWire): Promise<Conversation> {
    return this.kept(await till.connect());
  }

  async device(id: string) {
    return (await this.query('SELECT * FROM device WHERE id = $1', [id]))[0];
  }

  async presence(deviceId: string) {
    return (await this.query('SELECT * FROM device_presence WHERE device_id = $1', [deviceId]))[0];
  }

  async isOnline(deviceId: string): Promise<boolean> {
    return (await this.presence(deviceId))?.online === true;
  }

  async instruction(id: string) {
    return (await this.query('SELECT * FROM instruction WHERE id = $1', [id]))[0];
  }

  /** Signs an order as core does, stores it, and nudges unless told not to. */
  async order(deviceId: string, choices: { readonly expired?: boolean; readonly silent?: boolean } = {}): Promise<{ readonly id: string; readonly text: string }> {
    const id = randomIds.uuid();
    const [[{ seq }]] = await this.query('UPDATE device SET next_instruction_seq = next_instruction_seq + 1 WHERE id = $1 RETURNING next_instruction_seq - 1 AS seq', [deviceId]);
    const issuedAt = new Date(Date.now() - (choices.expired ? 3_600_000 : 0)).toISOString();
    const expiresAt = new Date(Date.parse(issuedAt) + 600_000).toISOString();
    const text = this.keys.signed({
      type: 'instruction', id, seq: Number(seq), deviceId, generation: '1', kind: 'collect-diagnostics', params: {}, issuedAt, notBefore: issuedAt, expiresAt,
    });
    await this.query(
      `INSERT INTO instruction (id, device_id, seq, generation, kind, attempt, frame, issued_at, expires_at) VALUES ($1, $2, $3, 1, 'collect-diagnostics', 1, $4, $5, $6)`,
      [id, deviceId, seq, text, issuedAt, expiresAt],
    );
    if (!choices.silent) await this.query(`SELECT pg_notify('latchkey_instruct', $1)`, [deviceId]);
    return { id, text };
  }
}

/** What an agent says when it has done what it was told. */
export function doneReport(instructionId: string) {
  return { type: 'report', instructionId, generation: '1', outcome: 'done', detail: 'as asked', evidence: null };
}

/** Waits until something holds; throws when it does not in time. */
export async function eventually(holds: () => Promise<boolean>, withinMs = 8000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await holds()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms`);
  }
}
