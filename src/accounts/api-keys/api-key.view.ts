import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/index.js';
import type { Right } from '../roles/rights.js';
import { ScopeView } from '../users/user.view.js';
import { RIGHTS_OF_KEYS } from './api-keys.js';

export class ApiKeyView {
  id!: string;
  name!: string;
  operatorId!: string;
  operatorName!: string;
  /** The part of the key before its secret, by which its holder recognises it. */
  prefix!: string;
  @ApiProperty({ enum: RIGHTS_OF_KEYS, enumName: 'ApiKeyRight', isArray: true })
  rights!: Right[];
  scope!: ScopeView;
  networks!: string[];
  mayLaunch!: boolean;
  createdAt!: Date;
  expiresAt!: Date;
  lastUsedAt!: Date | null;
  lastUsedIp!: string | null;
}

export class NewApiKeyView extends ApiKeyView {
  /** The whole key, shown once. */
  key!: string;
}

export class ApiKeyPage extends pageOf(ApiKeyView) {}
