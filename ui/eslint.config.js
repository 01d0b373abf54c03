import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tauri = { group: ['@tauri-apps/*'], message: 'Only src/backend/tauri.ts speaks to Tauri.' };
const upward = { group: ['**/screens/**', '**/state/**', '**/backend/**'], message: 'A part knows no noun of the program.' };

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/bindings/'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-imports': ['error', { patterns: [tauri] }],
      // The content security policy refuses style attributes in markup; style directives go through the CSSOM, which it allows.
      'no-restricted-syntax': ['error', { selector: "SvelteAttribute[key.name='style']", message: 'Use a class or a style directive.' }],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Exhibit text is text nodes, never markup.' },
        { property: 'outerHTML', message: 'Exhibit text is text nodes, never markup.' },
        { property: 'insertAdjacentHTML', message: 'Exhibit text is text nodes, never markup.' },
      ],
    },
  },
  { files: ['src/parts/**'], rules: { 'no-restricted-imports': ['error', { patterns: [tauri, upward] }] } },
  { files: ['src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
);
