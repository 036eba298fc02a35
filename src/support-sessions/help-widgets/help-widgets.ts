import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator, withinScope } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { siteById } from '../../sites/index.js';
import type { HelpWidgetBody } from './help-widget.body.js';
import type { HelpWidgetView } from './help-widget.view.js';

const WIDGETS: ListShape = {
  from: 'help_widget w JOIN site s ON s.id = w.site_id',
  id: 'w.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'w.name', type: 'text' }], createdAt: [{ sql: 'w.created_at', type: 'timestamptz' }] },
};
const KEY_BYTES = 15;

/** Who may ask for help from which pages: keys that are no secret, each bound to a site and to the origins where it stands. */
@Injectable()
export class HelpWidgets {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async list(operator: Operator, query: ListQuery): Promise<Page<HelpWidgetView>> {
    const page = await pageOfIds(this.unit.reads, WIDGETS, query, inScope(operator).search(query.q, 'w.name', 's.name'));
    return filledPage(page, await widgetsById(this.unit.reads, operator, page.ids));
  }

  async create(operator: Operator, { name, siteId, origins }: HelpWidgetBody): Promise<HelpWidgetView> {
    return this.unit.run(async (tx) => {
      const site = await siteById(tx, operator.scope, siteId);
      const [id, key] = [this.ids.uuid(), `pk_${this.ids.secret(KEY_BYTES).toString('base64url')}`];
      await tx.query('INSERT INTO help_widget (id, widget_key, name, site_id, origins, created_by_name) VALUES ($1, $2, $3, $4, $5, $6)', [id, key, name, siteId, origins, operator.name]);
      await recordAudit(tx, actorOf(operator), { action: 'help-widget.create', subject: { kind: 'help-widget', id, name }, siteId, clientId: site.clientId, changes: { origins: [null, origins] } });
      return this.one(tx, operator, id);
    });
  }

  /** From then on nobody asks by it; what was asked stays. */
  async delete(operator: Operator, id: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const { name, siteId, clientId } = await this.one(tx, operator, id);
      await tx.query('DELETE FROM help_widget WHERE id = $1', [id]);
      await recordAudit(tx, actorOf(operator), { action: 'help-widget.delete', subject: { kind: 'help-widget', id, name }, siteId, clientId });
    });
  }

  private async one(tx: Tx, operator: Operator, id: string): Promise<HelpWidgetView> {
    const [widget] = await widgetsById(tx, operator, [id]);
    if (!widget) throw notFound('help widget');
    return widget;
  }
}

function inScope(operator: Operator): Conditions {
  return withinScope(new Conditions(), operator.scope, { site: 's.id', client: 's.client_id' });
}

async function widgetsById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<HelpWidgetView[]> {
  const where = inScope(operator).and('w.id = ANY(?::uuid[])', ids);
  return tx.query(
    `SELECT w.id, w.name, w.widget_key AS key, w.site_id AS "siteId", s.name AS "siteName", s.client_id AS "clientId", c.name AS "clientName", w.origins,
            w.created_by_name AS "createdByName", w.created_at AS "createdAt"
       FROM help_widget w JOIN site s ON s.id = w.site_id JOIN client c ON c.id = s.client_id WHERE ${where.sql}`,
    where.values,
  );
}
