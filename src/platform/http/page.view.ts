import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

/** The class of a list of views, for the API's description. */
export function pageOf<T>(item: Type<T>) {
  class PageView {
    @ApiProperty({ type: [item] })
    items!: T[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'Give this as `cursor` for the next page; null on the last one.',
    })
    nextCursor!: string | null;

    @ApiProperty({ type: Number, description: 'How many there are in all, counted to at most 10,000.' })
    total!: number;

    @ApiProperty({ type: Boolean, description: 'True where there are more than `total`.' })
    totalIsCapped!: boolean;
  }
  return PageView;
}
