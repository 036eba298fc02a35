/**
 * The settings that policies configure: one entry per setting, from which the API's validation, the console's form, the
 * documentation and the resolver's merge rules are all derived.
 */
export * from './policy-settings/remote-access-settings.js';
export * from './policy-settings/setting-definition.js';
export * from './policy-settings/setting-value.js';
export { matchesPattern, refusePattern } from './policy-settings/text-pattern.js';
export * from './policy-settings/weekly-hours.js';
