import { Injectable } from '@nestjs/common';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import type { Operator } from '../../accounts/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import type { FeedbackBody } from './feedback.body.js';
import type { FeedbackView } from './status-catalogue.view.js';

/** Keeps whether a remedy of the catalogue helped, one word a person and code. An opinion about a text changes nothing, so the audit log does not hold it. */
@Injectable()
export class GiveFeedback {
  constructor(private readonly unit: UnitOfWork) {}

  async run({ id }: Operator, code: string, { helped, note }: FeedbackBody): Promise<FeedbackView> {
    if (!catalogueEntry(code)) throw notFound('error code');
    return this.unit.run(async (tx) => {
      await tx.query(
        `INSERT INTO catalogue_feedback (code, operator_id, helped, note) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code, operator_id) DO UPDATE SET helped = excluded.helped, note = excluded.note, said_at = now()`,
        [code, id, helped, note ?? ''],
      );
      return (await feedbackOf(tx, id)).find((each) => each.code === code)!;
    });
  }
}

/** What everybody has said, by code, and what this operator has. */
export function feedbackOf(tx: Tx, operatorId: string): Promise<FeedbackView[]> {
  return tx.query(
    `SELECT code, count(*) FILTER (WHERE helped)::int AS helped, count(*) FILTER (WHERE NOT helped)::int AS "notHelped",
            bool_or(helped) FILTER (WHERE operator_id = $1) AS mine FROM catalogue_feedback GROUP BY code ORDER BY code`,
    [operatorId],
  );
}
