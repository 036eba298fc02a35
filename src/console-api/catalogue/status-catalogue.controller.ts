import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type CatalogueEntry,
  ERROR_CATALOGUE,
  FAMILIES,
  limitsInWords,
  PHASES,
  RETRIES,
  WHO,
} from '../../../contracts/error-catalogue.js';
import { CurrentOperator, type Operator, SignedIn } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { FeedbackBody } from './feedback.body.js';
import { feedbackOf, GiveFeedback } from './feedback.js';
import { type ErrorDescriptionView, FeedbackView, StatusCatalogueView } from './status-catalogue.view.js';

const CATALOGUE: Omit<StatusCatalogueView, 'feedback'> = {
  phases: PHASES.map((phase) => ({ ...phase })),
  errors: ERROR_CATALOGUE.map(viewOf),
  families: { ...FAMILIES },
  who: { ...WHO },
  retries: { ...RETRIES },
};

@ApiTags('status catalogue')
@Controller('api/v1/status-catalogue')
export class StatusCatalogueController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly giving: GiveFeedback,
  ) {}

  /** Deployment statuses and error descriptions. */
  @Get()
  @SignedIn()
  async read(@CurrentOperator() operator: Operator): Promise<StatusCatalogueView> {
    return { ...CATALOGUE, feedback: await feedbackOf(this.unit.reads, operator.id) };
  }

  /** Says whether the remedy of a code fixed it; said again it replaces what was said. */
  @Post(':code/feedback')
  @HttpCode(200)
  @SignedIn()
  async feedback(@CurrentOperator() operator: Operator, @Param('code') code: string, @Body() body: FeedbackBody): Promise<FeedbackView> {
    return this.giving.run(operator, code, body);
  }
}

function viewOf(entry: CatalogueEntry): ErrorDescriptionView {
  const { code, family, title, cause, remedy, retry, who, related, exitCodes } = entry;
  const retryNote = limitsInWords(entry);
  return {
    code, family, title, cause, remedy, retry,
    ...(retryNote ? { retryNote } : {}),
    who: [...who],
    ...(related ? { related: [...related] } : {}),
    ...(exitCodes ? { exitCodes: [...exitCodes] } : {}),
  };
}
