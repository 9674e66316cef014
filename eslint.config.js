import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Members of electron with exactly one home each; everyone else goes through it. */
const onlyIn = (importNames, home) => ({ name: 'electron', importNames, allowTypeImports: true, message: `Only src-main/electron/${home} uses this: go through it.` })

const electronHomes = [
  ['message-router.ts', ['ipcMain']],
  ['open-external.ts', ['shell']],
  ['dialogs.ts', ['dialog', 'clipboard']],
  ['preload.ts', ['ipcRenderer', 'contextBridge']],
  ['processes.ts', ['utilityProcess', 'MessageChannelMain']],
  ['app-protocol.ts', ['protocol']],
  ['window.ts', ['BrowserWindow', 'screen']],
  ['menu.ts', ['Menu']]
]

const restrictImports = (paths, patterns = []) => ['error', { paths, patterns }]
const electronPaths = (home) => electronHomes.filter(([file]) => file !== home).map(([file, names]) => onlyIn(names, file))

const sizes = { skipBlankLines: true, skipComments: true }

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', '.cache/'] },
  { linterOptions: { noInlineConfig: true } },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } } },
  {
    rules: {
      'max-lines': ['error', { max: 300, ...sizes }],
      'max-lines-per-function': ['error', { max: 50, ...sizes }],
      'max-params': ['error', 4],
      'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': ['error', { destructuring: 'all' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', destructuredArrayIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': true }],
      'no-restricted-syntax': ['error', {
        selector: 'TSAsExpression[expression.type="TSAsExpression"][expression.typeAnnotation.type="TSUnknownKeyword"]',
        message: 'A double cast hides what the value is: check it, or type it at its source.'
      }]
    }
  },
  {
    files: ['shared/**/*.ts', 'src-main/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error'
    }
  },
  { files: ['src-main/electron/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': restrictImports(electronPaths(null)) } },
  ...electronHomes.map(([file]) => ({
    files: [`src-main/electron/${file}`], rules: { '@typescript-eslint/no-restricted-imports': restrictImports(electronPaths(file)) }
  })),
  {
    // The command line speaks on the terminal, the server prints its address, a test says what it waits for.
    files: ['src-main/cli/**/*.ts', 'src-main/start/**/*.ts', 'test/run-all.ts', 'test/run/**/*.ts', 'test/bench/**/*.ts', 'test/**/bench*.ts'],
    rules: { 'no-console': 'off' }
  },
  {
    // A migration is one long piece of SQL.
    files: ['src-main/store/migrations/*.ts'],
    rules: { 'max-lines-per-function': 'off' }
  },
  {
    files: ['src-renderer/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': restrictImports(
        [{ name: 'echarts', message: 'Import from charts/echarts.ts, which registers only what is used.', allowTypeImports: true }],
        [{ group: ['svelte/store'], message: 'Runes, not stores.' }]),
      'no-restricted-syntax': ['error',
        { selector: 'SvelteAttribute[key.name="style"]', message: 'The content security policy blocks style="…": use a class, or style:property={value}.' },
        { selector: 'TSAsExpression[expression.typeAnnotation.type="TSUnknownKeyword"]', message: 'A double cast hides what the value is: check it, or type it at its source.' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Maps that nothing draws from need no reactivity, and svelte-check knows better which warnings occur.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-unused-svelte-ignore': 'off'
    }
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      'svelte/no-useless-children-snippet': 'off',
      // One element or block of markup is one line; script keeps to the limit.
      'max-len': ['error', { code: 150, ignorePattern: '^\\s*[<{]', ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }]
    }
  },
  {
    files: ['src-renderer/**'],
    ignores: ['src-renderer/host/**'],
    rules: { 'no-restricted-globals': ['error', ...['fetch', 'localStorage', 'sessionStorage', 'indexedDB', 'XMLHttpRequest', 'WebSocket', 'EventSource']
      .map((name) => ({ name, message: 'Only src-renderer/host reaches outside the page.' }))] }
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, ...sizes }],
      // A describe block is a function; what counts is the size of each case in it.
      'max-lines-per-function': ['error', { max: 400, ...sizes }],
      '@typescript-eslint/no-non-null-assertion': 'off'
    }
  }
)
