import { recordAudit, SYSTEM } from '../audit/index.js';
import { SEALED_NOTIFICATIONS } from '../notifications/index.js';
import { SEALED_COLUMNS } from '../platform/database/sealed-columns.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { CoreBox } from '../platform/sealing/core-box.js';
import { KeyRotation } from '../platform/sealing/key-rotation.js';
import type { Resealable } from '../platform/sealing/seal-anew.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { type ProviderLog, SEALED_PROVIDER_SECRETS } from '../remote-access/index.js';

/** What is sealed under core's key, and as what. */
const SEALED_UNDER_THE_KEY: readonly Resealable[] = [
  { table: 'instance_key', column: 'sealed_private_key', key: ['purpose', 'id'], purposeOf: (row) => `${row['key_purpose'] as string}-key` },
  { table: 'core_box_secret', column: 'sealed_private_key', key: ['box_id'], purposeOf: () => 'core-box' },
  { table: 'core_seed', column: 'sealed', key: ['only_one'], purposeOf: () => 'core-seed' },
];
const SEALED_IN_THE_BOX: readonly Resealable[] = [SEALED_PROVIDER_SECRETS, ...SEALED_NOTIFICATIONS];

/** Takes other keys while core runs: makes the box that belongs to the newest one, and seals anew what the key and the box open. */
export class CoreKeyRotation {
  private readonly rotation: KeyRotation;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly unit: UnitOfWork,
    private readonly key: SealingKey,
    private readonly box: CoreBox,
    private readonly log: ProviderLog,
  ) {
    this.rotation = new KeyRotation(unit, 'sealing', (tx, step, keyId, secrets) =>
      recordAudit(tx, SYSTEM, { action: `sealing-key.${step}`, subject: { kind: 'sealing-key', id: null, name: keyId }, changes: { secrets: [null, secrets] } }),
    );
  }

  take(newest: Buffer, older: readonly Buffer[]): Promise<void> {
    this.key.take(newest, older);
    return this.look(true);
  }

  /** One pass at a time; `isNews`: the keys may be others than at the last one. Never rejects. */
  look(isNews = false): Promise<void> {
    this.last = this.last.then(() => this.rotate(isNews)).catch((error: unknown) => this.log.warn({ error: String(error) }, 'secrets could not be sealed anew just now'));
    return this.last;
  }

  /** Waits for the pass that is under way. */
  settled(): Promise<void> {
    return this.last;
  }

  private async rotate(isNews: boolean): Promise<void> {
    const { unit, key, box, rotation } = this;
    const { id } = key;
    if (key.isChanging) {
      await rotation.begin(id);
      await box.renew(unit, key);
      await rotation.seal(id, key, SEALED_UNDER_THE_KEY);
      await rotation.seal(id, box, SEALED_IN_THE_BOX);
      const isDone = (await rotation.isDone(key, SEALED_COLUMNS.sealing)) && (await rotation.isDone(box, SEALED_COLUMNS.box));
      if (isDone) await rotation.finish(id);
    } else if (isNews) await rotation.withdraw(id);
    if (box.isReplacing && (await rotation.isDone(box, SEALED_COLUMNS.box))) await box.forgetReplaced(unit, key);
  }
}
