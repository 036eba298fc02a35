/**
 * The endpoint agent's side of the wire, as functions without process state: enrol, answer the challenge, read and
 * verify frames, judge instructions. The agent and the simulator speak through the same ones.
 */
export { AgentTime, type Monotonic } from './agent-time.js';
export { waitBeforeRetryMs, type Ending } from './back-off.js';
export { enrolDevice, EnrolmentRefused, ServerUnreachable } from './enrol-device.js';
export { parseEnrolmentToken, rootKeyFingerprint, type EnrolmentToken } from './enrolment-token.js';
export { artifactHeaders, authFrame, type Introduction } from './handshake.js';
export { fenceOf, judgeAgain, judgeInstruction, type Fences, type Verdict } from './judge-instruction.js';
export { artifactOrigin, gatewayAddress, hostPort, serverAddress, UnsafeAddress } from './server-address.js';
export { readServerFrame, type ReadFrame, type UnverifiedInstruction } from './server-frame.js';
export { ServerNotTrusted, trustedServerKeys, type ServerKeys } from './server-keys.js';
export { DeviceKey, isSignedBy, publicKeyFromRaw } from './signatures.js';
export { signedText, verifyInstruction, type SignedInstruction } from './verify-instruction.js';
