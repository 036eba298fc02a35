/**
 * Which devices are meant, in words: `failed site:"High Street" os:windows,linux -tag:vip version:>=10.0.19045`.
 *
 * One grammar for the search box and for device groups. Tokens stand apart by spaces and must all hold. A token is a word
 * or `key:value`; commas between values mean or; a leading `-` means not. Quotes keep spaces and commas, `*` stands for
 * any text, `=` in front of a text asks for exactly it; versions and ages are compared with `<`, `<=`, `>`, `>=`.
 * Inside quotes `\"`, `\\` and `\*` stand for the character itself.
 */
export * from './device-filter/complete.js';
export * from './device-filter/filter-error.js';
export * from './device-filter/filter-keys.js';
export * from './device-filter/parse.js';
export * from './device-filter/print.js';
export * from './device-filter/quick-filters.js';
export * from './device-filter/syntax-tree.js';
