import { Inject, Injectable } from '@nestjs/common';
import { actorOf, holds, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { readFilter } from '../../devices/index.js';
import { savedViewById, savedViewToChange } from './read-saved-views.js';
import type { SavedViewBody } from './saved-view.body.js';
import type { SavedViewView } from './saved-view.view.js';

/** Keeps, changes and forgets views. What is shared is there for everybody, so it is on the record and takes a technician's rights. */
@Injectable()
export class KeepViews {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async create(operator: Operator, body: SavedViewBody): Promise<SavedViewView> {
    refuseUnreadable(operator, body);
    const id = this.ids.uuid();
    return unlessTaken(body, () =>
      this.unit.run(async (tx) => {
        await tx.query('INSERT INTO saved_view (id, owner_id, name, shared, definition) VALUES ($1, $2, $3, $4, $5)', [id, operator.id, body.name, body.shared, JSON.stringify(body.definition)]);
        if (body.shared) await told(tx, operator, 'create', id, body.name, { shared: [null, true] });
        return savedViewById(tx, operator, id);
      }),
    );
  }

  async replace(operator: Operator, id: string, body: SavedViewBody, expected: ExpectedVersion): Promise<SavedViewView> {
    refuseUnreadable(operator, body);
    return unlessTaken(body, () =>
      this.unit.run(async (tx) => {
        const before = await savedViewToChange(tx, operator, id);
        refuseStale(expected, before.version);
        const [, count]: [unknown, number] = await tx.query(
          'UPDATE saved_view SET name = $3, shared = $4, definition = $5, version = version + 1, updated_at = now() WHERE id = $1 AND version = $2',
          [id, before.version, body.name, body.shared, JSON.stringify(body.definition)],
        );
        if (count === 0) throw staleVersion();
        const { name, shared, definition } = before;
        if (shared || body.shared) await told(tx, operator, 'change', id, body.name, changesBetween<object>({ name, shared, definition }, body));
        return savedViewById(tx, operator, id);
      }),
    );
  }

  async delete(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const { version, name, shared } = await savedViewToChange(tx, operator, id);
      refuseStale(expected, version);
      await tx.query('DELETE FROM saved_view WHERE id = $1', [id]);
      if (shared) await told(tx, operator, 'delete', id, name, { shared: [true, null] });
    });
  }
}

function refuseUnreadable(operator: Operator, { shared, definition }: SavedViewBody): void {
  if (shared && !holds(operator, 'devices.repair')) throw new DomainError('API-RIGHT-01', 'Your role keeps views for itself.');
  if (definition.search.q !== undefined) readFilter(definition.search.q, 'search', '/definition/search/q');
}

function unlessTaken<T>({ name }: SavedViewBody, work: () => Promise<T>): Promise<T> {
  return translatingConstraints({ saved_view_name_is_unique: () => nameTaken('view of yours', name) }, work);
}

async function told(tx: Tx, operator: Operator, verb: string, id: string, name: string, changes: Readonly<Record<string, readonly [unknown, unknown]>>): Promise<void> {
  await recordAudit(tx, actorOf(operator), { action: `saved-view.${verb}`, subject: { kind: 'saved-view', id, name }, changes });
}
