import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsesRegistry } from '../platform/http/index.js';
import { CreatePolicy } from './create-policy.js';
import { DeletePolicy } from './delete-policy.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyEntity } from './policy.entity.js';
import { PolicyTypesController } from './types/policy-types.controller.js';
import { ReplacePolicy } from './replace-policy.js';
import { PolicyVersionsController } from './versions/policy-versions.controller.js';
import { RestorePolicyVersion } from './versions/restore-policy-version.js';

@Module({
  imports: [TypeOrmModule.forFeature([PolicyEntity])],
  controllers: [PoliciesController, PolicyVersionsController, PolicyTypesController],
  providers: [CreatePolicy, ReplacePolicy, RestorePolicyVersion, DeletePolicy],
})
export class PoliciesModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('client', (tx, id) =>
      tx.query(`SELECT 'policy' AS kind, id, name FROM policy WHERE client_id = $1 ORDER BY name, id LIMIT 100`, [id]),
    );
  }
}
