/** Where: clients, their sites, and which provider instance serves each site. */
export { beginLeaving, refuseLeavingClients } from './clients/leaving-clients.js';
export { clientById } from './clients/read-clients.js';
export { firstServing } from './placement/first-serving.js';
export { siteById, sitesById } from './sites/read-sites.js';
export { isTimeZone, IsTimeZone } from './sites/time-zone.js';
export { SitesModule } from './sites.module.js';
