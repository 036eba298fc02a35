/** Which devices there are, how they get in, where they belong and whether they are connected. */
export { AgentBuilds } from './agent-builds/agent-builds.js';
export { installCommand, TOKEN_PLACEHOLDER } from './agent-builds/install-command.js';
export { announceDevices } from './announce-devices.js';
export { type DeviceIdentity, deviceIdentities } from './identity/device-identity.js';
export { AreTags } from './change-device.body.js';
export { MOST_TAGS, moveDevices, retagDevices, type Relocation, type Retagging } from './change-devices.js';
export { deviceInScope } from './read-device.js';
export { DevicesModule } from './devices.module.js';
export { noteAgentRemoved } from './note-agent-removed.js';
export { retireDevices, retireDevicesOfClient } from './retire-device.js';
export { revokeTokensOfClient } from './enrolment/revoke-enrolment-token.js';
export { CreateEnrolmentToken } from './enrolment/create-enrolment-token.js';
export { settleWaitingClaim } from './enrolment/re-image-claim.js';
export {
  type Connection, recordConnected, recordDisconnected, recordGatewayAlive, recordGatewaysGone, recordSeen, type RivalConnection,
  type UnshownConnection,
} from './presence/record-presence.js';
export { QUARANTINE_CODE, type QuarantineCode } from './identity/quarantine-code.js';
export { quarantineDevice } from './identity/quarantine-device.js';
export { recordInventories, type ReportedInventory } from './inventory/record-inventory.js';
export { type Bind, type FactSql, type FilterFacts, filterSql, textIn } from './filter/filter-sql.js';
export { KEPT_FACTS, PLACE_OF_DEVICE } from './filter/kept-facts.js';
export { readFilter } from './filter/read-filter.js';
export { deviceGroupsById } from './groups/read-device-groups.js';
export { refreshStaleMemberships } from './groups/refresh-stale-memberships.js';
