import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsesRegistry } from '../platform/http/index.js';
import { AssignPackage } from './assignments/assign-package.js';
import { AssignmentEntity } from './assignments/assignment.entity.js';
import { AssignmentsController } from './assignments/assignments.controller.js';
import { ChangeAssignment } from './assignments/change-assignment.js';
import { PackageSitesController } from './assignments/package-sites.controller.js';
import { UnassignPackage } from './assignments/unassign-package.js';
import { CreatePackage } from './packages/create-package.js';
import { DeletePackage } from './packages/delete-package.js';
import { PackageEntity } from './packages/package.entity.js';
import { PackagesController } from './packages/packages.controller.js';
import { ReplacePackage } from './packages/replace-package.js';
import { PackageVersionsController } from './versions/package-versions.controller.js';
import { RestorePackageVersion } from './versions/restore-package-version.js';

@Module({
  imports: [TypeOrmModule.forFeature([PackageEntity, AssignmentEntity])],
  controllers: [PackagesController, PackageVersionsController, AssignmentsController, PackageSitesController],
  providers: [CreatePackage, ReplacePackage, RestorePackageVersion, DeletePackage, AssignPackage, ChangeAssignment, UnassignPackage],
})
export class PackagesModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('policy', (tx, id) =>
      tx.query(
        `SELECT DISTINCT 'package' AS kind, k.id, k.name FROM package_entry e JOIN package k ON k.id = e.package_id WHERE e.policy_id = $1 ORDER BY k.name, k.id LIMIT 100`,
        [id],
      ),
    );
    this.uses.register('device group', (tx, id) =>
      tx.query(
        `SELECT DISTINCT 'package' AS kind, k.id, k.name FROM package_entry e JOIN package k ON k.id = e.package_id WHERE e.device_group_id = $1 ORDER BY k.name, k.id LIMIT 100`,
        [id],
      ),
    );
    this.uses.register('package', (tx, id) =>
      tx.query(
        `SELECT 'site' AS kind, s.id, s.name FROM assignment a JOIN site s ON s.id = a.site_id WHERE a.package_id = $1 ORDER BY s.name, s.id LIMIT 100`,
        [id],
      ),
    );
    this.uses.register('site', (tx, id) =>
      tx.query(
        `SELECT 'package' AS kind, k.id, k.name FROM assignment a JOIN package k ON k.id = a.package_id WHERE a.site_id = $1 ORDER BY k.name, k.id LIMIT 100`,
        [id],
      ),
    );
    this.uses.register('client', (tx, id) =>
      tx.query(`SELECT 'package' AS kind, id, name FROM package WHERE client_id = $1 ORDER BY name, id LIMIT 100`, [id]),
    );
  }
}
