/** Launches: the gate, tickets, the engine's verdicts and the end of every session. */
export { DatabaseVerdicts } from './database-verdicts.js';
export { endLapsedLaunches, endLaunch, revokeLaunch } from './end-launch.js';
export { followAwayLaunches } from './follow-away-launches.js';
export { LaunchesModule } from './launches.module.js';
export { judgeCookie } from './judge-cookie.js';
export { explainLaunchability, LAUNCH_STEPS, launchability, type LaunchFacts, type LaunchStepName, type Verdict } from './launchability.js';
export { type LaunchingOperator, type LaunchTarget, loadLaunchTargets } from './load-launch-facts.js';
export { mintLaunch } from './mint-launch.js';
export { redeemLaunch } from './redeem-launch.js';
export { requestLaunch, type LaunchRequester, type LaunchTicket } from './request-launch.js';
export { LaunchabilityView } from './launch.view.js';
