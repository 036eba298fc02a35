/** The record of every change, written in the transaction that makes it. */
export { type Actor, type AuditFact, changesBetween, recordAudit, recordAudits, SYSTEM } from './record-audit.js';
