/** Observed state: evidence from devices and providers, the conditions judged from it, and the phase projected for people. */
export {
  agreedEndpoint, AGENT_EVIDENCE_BOUND_MS, ASK_AGAIN_AFTER_MS, hasRestarted, type Condition, type Conditions, CONDITION_TYPES, judgeConditions, PROVIDER_EVIDENCE_BOUND_MS, SILENT_AFTER_MS,
  provenEndpoint,
} from './conditions.js';
export { COUNT_ATTEMPT } from './count-attempt.js';
export { isStalled, openOrder, orderDeadline, REGISTER_DEADLINE_MS } from './deadlines.js';
export * from './deployment-facts.js';
export { SILENCE } from './explain-change.js';
export { countRemovals, judgeRemoval, type LeavingDevice, type RemovalFacts } from './judge-removal.js';
export { loadDeploymentFacts, type LoadedDeployment, type KnownOfProviders } from './load-deployment-facts.js';
export { removalsOfClient } from './load-removals.js';
export { type Mode, MODES, type Modes, modesOf } from './modes.js';
export { DEPLOYMENT_OF_DEVICE, exclusionOfDevice, PHASE, SPEAKING_FIRST } from './phase-of-device.js';
export { isInGrace, isLost, type Phase, PHASES_IN_USE, presentFailure, type ProjectedPhase, projectPhase, registeringSince, REMOVED_SHOWN_FOR_MS, type WaitsFor } from './project-phase.js';
export { recordCauseCleared, recordCauseClearedFor, recordRemoteAgents, recordReport } from './record-report.js';
export { recountStaleSites } from './tally/recount-stale-sites.js';
export { TALLY } from './tally/tally-sql.js';
export { storeStatuses, type JudgedStatus } from './store-statuses.js';
