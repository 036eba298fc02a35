import { ApiProperty } from '@nestjs/swagger';
import { QUICK_FILTER_KEYS, type QuickFilter } from '../../../contracts/device-filter.js';

/** How many devices one more filter would leave. */
export class FacetView {
  @ApiProperty({ enum: [...QUICK_FILTER_KEYS], enumName: 'FacetKey' })
  key!: QuickFilter;
  /** The filter, as it is said in `q`; empty for all. */
  filter!: string;
  /** Counted to at most 10,000. */
  count!: number;
  isCapped!: boolean;
}

export class FacetsView {
  items!: FacetView[];
}
