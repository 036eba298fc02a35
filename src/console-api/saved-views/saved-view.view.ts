import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';
import { DENSITIES, type Density, ListColumnBody, ViewDefinitionBody } from './saved-view.body.js';

/** A way of looking at the list of devices that somebody keeps. */
export class SavedViewView {
  id!: string;
  name!: string;
  shared!: boolean;
  ownerName!: string;
  /** Only its owner changes it. */
  isOwn!: boolean;
  @ApiProperty({ type: ViewDefinitionBody })
  definition!: ViewDefinitionBody;
  version!: number;
}

export class SavedViewPage extends pageOf(SavedViewView) {}

export class ListSettingsView {
  @ApiProperty({ type: [ListColumnBody], nullable: true })
  columns!: ListColumnBody[] | null;
  @ApiProperty({ enum: DENSITIES, enumName: 'Density' })
  density!: Density;
  singleKeys!: boolean;
  defaultViewId!: string | null;
  /** 0 where nothing was ever said. */
  version!: number;
}
