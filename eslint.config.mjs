import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import lingui from 'eslint-plugin-lingui';
import tseslint from 'typescript-eslint';
import { fileName } from './scripts/eslint-file-name.mjs';

/** The programs that are checked with types; the console is a browser program with its own, lighter part below. */
const PROGRAMS = ['src', 'contracts', 'agent', 'guest', 'cli', 'demo', 'simulator', 'bench', 'test'];
const TYPED = PROGRAMS.map((folder) => `${folder}/**/*.ts`);
const SPECS = ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts'];

/** Where time and chance come in as `Clock` and `Ids`, so that the same world always gives the same decision. */
const DECIDES = [
  'accounts',
  'audit',
  'console-api',
  'deployment-status',
  'deployments',
  'devices',
  'integrations',
  'notifications',
  'packages',
  'policies',
  'reconciler',
  'remote-access/launches',
  'sites',
  'support-sessions',
].map((folder) => `src/${folder}/**/*.ts`);

/** The only places that may start a program: the launcher, and what it supervises. */
const STARTS_PROGRAMS = [
  'src/launcher/**/*.ts',
  'src/platform/database/embedded-postgres*.ts',
  'src/remote-access/providers/mesh-central/engine-*.ts',
];

const NO_CODE_FROM_TEXT = {
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
};
const NO_CODE_FROM_TEXT_IMPORTS = ['vm', 'node:vm', 'v8', 'node:v8'].map((name) => ({
  name,
  message: 'Nothing is evaluated or deserialised with types (R29).',
}));
const NO_PROGRAMS_IMPORTS = ['child_process', 'node:child_process', 'cluster', 'node:cluster'].map((name) => ({
  name,
  message: 'Only the launcher and what it supervises may start a program (R29).',
}));
const NO_SHELL_IMPORTS = ['child_process', 'node:child_process'].map((name) => ({
  name,
  importNames: ['exec', 'execSync'],
  message: 'Programs are started with an argument list, never through a shell (R29).',
}));
const NO_TIMERS_IMPORTS = ['timers', 'node:timers', 'timers/promises', 'node:timers/promises'].map((name) => ({
  name,
  message: 'Time comes in as Clock; waiting belongs to the loop that owns the timer.',
}));
const SHELL = {
  selector: "Property[key.name='shell'][value.value!=false]",
  message: 'Programs are started with an argument list, never through a shell (R29).',
};
const EXPORTS_JWK = {
  selector: "CallExpression[callee.property.name='export'] Property[key.name='format'][value.value='jwk']",
  message: 'Node 20 can hang for good in the export of a fresh key as a JWK: take the last bytes of the DER form.',
};
const HIDDEN_CHILD_PROCESS = {
  selector:
    ":matches(CallExpression[callee.name='require'] > Literal, ImportExpression > Literal)[value=/^(node:)?(child_process|vm|cluster)$/]",
  message: 'Not by a back door either (R29).',
};
const READS_WALL_CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Time comes in as Clock.',
};

/** Names, codes, addresses, styles and formats: what nobody reads as a sentence, or what is called so in every language. */
const NO_TEXT = [
  '^[^A-Z\\s]+$',
  '^[a-z]+([A-Z][a-z]+)+(\\.[a-zA-Z]+)*$',
  '^-?[a-z]+(\\.[a-zA-Z]+)+$',
  '^[A-Z0-9_-]+$',
  '^/\\S*$',
  '(^|\\s|\\()(var|calc|min|max|minmax|rgb|light-dark)\\(',
  '^\\((min|max)-width: ',
  '^\\d+ \\d+ \\d+px$',
  '^(os:windows|mon-fri 08:00|a\\[href\\]|<script |j {2}k$)',
  '^(Windows|macOS|Mac OS|Linux|Android|iPhone|Edge?|Firefox|Chrome|Safari|Node\\.js|PostgreSQL|UTC|Latchkey|Contoso Dental)$',
];

/** Of which a word may be the name of a part, a key, a header or a file. */
const READ_BY_NOBODY = [
  'lazyRouteComponent', 'retainSearchParams', 'useParams', 'useSearch', 'useNavigate', 'useHotkeys', 'useMediaQuery', '*.getInputProps', '*.setFieldValue', 'Error', 'RegExp', 'Date',
  'api.*', '*.addEventListener', '*.setAttribute', '*.headers.set', '*.headers.get', '*.getPropertyValue', '*.setProperty', '*.includes', '*.startsWith', '*.endsWith', '*.querySelector',
];
const NAMES_OF_NO_TEXT = ['accessor', 'className', 'autoComplete', 'rel', 'lts', 'from', 'path', 'id', 'sort', 'key', 'shortcut', 'visibleMediaQuery', 'transform', 'gridTemplateColumns'];

/** Words about what the API calls so (actions of the audit log), and what a person of the support reads: English in every language. May only become shorter. */
const ENGLISH_ON_PURPOSE = ['console/src/audit/action-words.ts', 'console/src/devices/support-details.ts'];

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'build/',
      'data/',
      'coverage/',
      'engine/',
      '.latchkey-test/',
      'docs/',
      'console/src/**/*.generated.ts',
      'console/src/api/schema.d.ts',
      '**/*.gen.ts',
    ],
  },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { latchkey: { rules: { 'file-name': fileName } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'latchkey/file-name': 'error',
      // Wire formats and file formats have control characters; refusing them is what such an expression is for.
      'no-control-regex': 'off',
      'no-var': 'error',
      'prefer-const': 'error',
      ...NO_CODE_FROM_TEXT,
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'fetch',
          'AbortSignal',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'require',
          'module',
          'exports',
          '__dirname',
          '__filename',
          'performance',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  {
    // Served as it is, before anything else runs.
    files: ['console/public/**/*.js'],
    languageOptions: { sourceType: 'script', globals: { window: 'readonly', document: 'readonly' } },
    rules: { 'no-var': 'off', 'no-unused-vars': ['error', { caughtErrorsIgnorePattern: '^_' }] },
  },

  // TypeScript everywhere, without types: cheap.
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'all' },
      ],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },

  // The programs of Node, with types.
  {
    files: TYPED,
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-imports': ['error', { paths: [...NO_CODE_FROM_TEXT_IMPORTS, ...NO_SHELL_IMPORTS] }],
      'no-restricted-syntax': ['error', SHELL, EXPORTS_JWK],
    },
  },

  // The server starts no program, except where it supervises one; it speaks through its logger.
  {
    files: ['src/**/*.ts'],
    ignores: [...STARTS_PROGRAMS, ...SPECS],
    rules: {
      'no-restricted-imports': ['error', { paths: [...NO_CODE_FROM_TEXT_IMPORTS, ...NO_PROGRAMS_IMPORTS] }],
      'no-restricted-syntax': ['error', SHELL, EXPORTS_JWK, HIDDEN_CHILD_PROCESS],
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/launcher/**/*.ts', ...SPECS], rules: { 'no-console': 'error' } },

  // Whoever decides reads neither the clock nor chance nor the network.
  {
    files: DECIDES,
    // A loop owns its timer; what it decides it decides elsewhere.
    ignores: [...SPECS, 'src/reconciler/*-loop.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [...NO_CODE_FROM_TEXT_IMPORTS, ...NO_PROGRAMS_IMPORTS, ...NO_TIMERS_IMPORTS] },
      ],
      'no-restricted-syntax': ['error', SHELL, EXPORTS_JWK, HIDDEN_CHILD_PROCESS, READS_WALL_CLOCK],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
          name,
          message: 'Waiting belongs to the loop that owns the timer; time comes in as Clock.',
        })),
        { name: 'fetch', message: 'Only adapters speak to the network.' },
        { name: 'performance', message: 'Time comes in as Clock.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as Clock.' },
        { object: 'Math', property: 'random', message: 'Chance comes in as Ids, or from node:crypto.' },
      ],
    },
  },

  // Tests may be long lists, and look at what nobody else may touch.
  {
    files: SPECS,
    rules: { 'max-lines': ['error', { max: 500 }] },
  },

  {
    files: ['console/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text of a device is text, never markup.',
        },
      ],
    },
  },

  // What people read is marked, so that it can be said in their language (ADR 0039); the pages of guests have texts of their own.
  {
    files: ['console/src/**/*.{ts,tsx}'],
    ignores: ['console/src/join/**', 'console/src/help-widget/**', 'console/src/language/**', 'console/src/app/theme.ts', ...ENGLISH_ON_PURPOSE],
    plugins: { lingui },
    rules: {
      'lingui/no-unlocalized-strings': ['error', { ignore: NO_TEXT, ignoreNames: NAMES_OF_NO_TEXT, ignoreFunctions: READ_BY_NOBODY }],
    },
  },
);
