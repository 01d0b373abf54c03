import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: {
    target: 'safari16.4',
    // The content security policy allows fonts and scripts from our own files only: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One stylesheet: a screen that comes later never shows without its looks.
    cssCodeSplit: false,
    // What several screens share comes as one file: many small ones cost a round trip each.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 60_000,
    setupFiles: ['tests/setup.ts'],
  },
});
