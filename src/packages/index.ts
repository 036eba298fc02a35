/** What: packages of policies, and which sites have them. */
export { assignPackage } from './assignments/assign-package.js';
export { endAssignments, unassignSitesOfClient } from './assignments/unassign-sites.js';
export { PackagesModule } from './packages.module.js';
export { packageById } from './packages/read-packages.js';
