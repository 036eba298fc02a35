/** The record of every change, written in the transaction that makes it. */
export { type Actor, type AuditFact, changesBetween, recordAudit, SYSTEM } from './record-audit.js';
