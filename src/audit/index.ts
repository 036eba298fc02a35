/** The record of every change, written in the transaction that makes it. */
export { type Actor, type AuditFact, changesBetween, recordAudit, recordAudits, SYSTEM } from './record-audit.js';
export { AuditSealingView } from './audit-sealing.view.js';
export { AuditSealer, SEAL_EVERY_MS } from './seal/audit-sealer.js';
export { readSealing } from './seal/read-sealing.js';
export { type AuditVerdict, verifyAudit } from './seal/verify-audit.js';
