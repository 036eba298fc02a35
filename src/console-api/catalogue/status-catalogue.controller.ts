import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type CatalogueEntry,
  ERROR_CATALOGUE,
  FAMILIES,
  PHASES,
  RETRIES,
  WHO,
} from '../../../contracts/error-catalogue.js';
import { SignedIn } from '../../accounts/index.js';
import { type ErrorDescriptionView, StatusCatalogueView } from './status-catalogue.view.js';

const CATALOGUE: StatusCatalogueView = {
  phases: PHASES.map((phase) => ({ ...phase })),
  errors: ERROR_CATALOGUE.map(viewOf),
  families: { ...FAMILIES },
  who: { ...WHO },
  retries: { ...RETRIES },
};

@ApiTags('status catalogue')
@Controller('api/v1/status-catalogue')
export class StatusCatalogueController {
  /** Deployment statuses and error descriptions. */
  @Get()
  @SignedIn()
  read(): StatusCatalogueView {
    return CATALOGUE;
  }
}

function viewOf({ who, related, exitCodes, ...entry }: CatalogueEntry): ErrorDescriptionView {
  return {
    ...entry,
    who: [...who],
    ...(related ? { related: [...related] } : {}),
    ...(exitCodes ? { exitCodes: [...exitCodes] } : {}),
  };
}
