/** English is what stands in the code; a catalogue holds what is said for it in another language. */
export default {
  locales: ['de'],
  sourceLocale: 'en',
  catalogs: [{ path: '<rootDir>/src/language/catalogues/{locale}', include: ['src'], exclude: ['src/join/**', 'src/help-widget/**'] }],
  format: 'po',
  formatOptions: { lineNumbers: false },
  orderBy: 'message',
};
