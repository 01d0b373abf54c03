import axe from 'axe-core';
import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { FakeOptions } from '../src/backend/fake/fake';
import { openWindow, settled } from './window';

// jsdom draws nothing: colours and sizes are checked in the real window.
const rules = { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } };

const cases: [name: string, options: FakeOptions, hash: string, then?: (user: Awaited<ReturnType<typeof openWindow>>) => Promise<unknown>][] = [
  ['FirstRun', { state: 'firstRun' }, ''],
  ['Unlock', { state: 'locked' }, ''],
  ['Triage, empty', { state: 'open' }, '#/triage'],
  ['Triage', { state: 'open' }, '#/triage', ({ app }) => app.triage.run('sample')],
  ['Cases', { state: 'open' }, '#/cases'],
  ['Cases, none', { state: 'open', cases: false }, '#/cases'],
  ['Case', { state: 'open' }, '#/case/case-12'],
  ['Case, custody', { state: 'open' }, '#/case/case-12', ({ user }) => user.click(screen.getByRole('tab', { name: /Custody/ }))],
  ['Case, notes', { state: 'open' }, '#/case/case-12', ({ user }) => user.click(screen.getByRole('tab', { name: /Notes/ }))],
  ['Case, diary', { state: 'open' }, '#/case/case-12', ({ user }) => user.click(screen.getByRole('tab', { name: /Diary/ }))],
  ['Case, timeline', { state: 'open' }, '#/case/case-12', ({ user }) => user.click(screen.getByRole('tab', { name: /Timeline/ }))],
  ['Case, links', { state: 'open' }, '#/case/case-9', ({ user }) => user.click(screen.getByRole('tab', { name: /Links/ }))],
  ['Case, to be merged', { state: 'open' }, '#/case/case-9', async ({ app }) => app.case && (app.case.merging = 'case-8')],
  ['Case, to be split', { state: 'open' }, '#/case/case-9', async ({ app }) => app.case && (app.case.splitting = true)],
  ['Case, finding', { state: 'open' }, '#/case/case-12', ({ user }) => user.keyboard('{Control>}f{/Control}')],
  ['Search, empty', { state: 'open' }, '#/search'],
  ['Search', { state: 'open' }, '#/search', ({ user }) => user.type(screen.getByRole('searchbox', { name: 'Search' }), 'the{Enter}')],
  ['Export', { state: 'open' }, '#/case/case-12', ({ user }) => user.keyboard('{Control>}e{/Control}')],
  ['Export, previewed', { state: 'open' }, '#/case/case-12', async ({ user }) => {
    await user.keyboard('{Control>}e{/Control}');
    await settled();
    await user.click(screen.getByRole('checkbox', { name: /Redact/ }));
    await user.click(screen.getByRole('button', { name: 'Preview' }));
  }],
  ['Export, many', { state: 'open' }, '#/cases', ({ user }) => user.keyboard('{Control>}e{/Control}')],
  ['Take over', { state: 'open' }, '#/cases', async ({ app }) => (app.takingOver = true)],
  ['Hold', { state: 'open' }, '#/case/case-12', async ({ app }) => app.case && (app.case.holding = true)],
  ['Deleted cases', { state: 'open' }, '#/cases', async ({ app }) => {
    await app.backend.changeCase('case-3', 'delete');
    await app.cases.loadHidden();
  }],
  ['Store damaged', { fails: 'store-damaged' }, ''],
  ['Palette', { state: 'open' }, '#/triage', ({ user }) => user.keyboard('{Control>}k{/Control}')],
  ['Board', { state: 'open' }, '#/board'],
  ['Board, none', { state: 'open', cases: false }, '#/board'],
  ['Cases, some selected', { state: 'open' }, '#/cases', async ({ app }) => app.cases.select(['case-1', 'case-2'], true)],
  ['Observables', { state: 'open' }, '#/observables'],
  ['Cases, of an observable', { state: 'open' }, '#/observables', ({ user }) => user.click(screen.getByRole('button', { name: /in Cases$/ }))],
  ['Actors', { state: 'open' }, '#/actors'],
  ['Rules', { state: 'open' }, '#/rules'],
  ['Rules, one written', { state: 'open' }, '#/rules', ({ user }) => user.click(screen.getByRole('button', { name: 'Write a rule' }))],
  ['Jobs, none', { state: 'open' }, '#/jobs'],
  ['Jobs', { state: 'open' }, '#/jobs', async ({ app }) => app.triage.open(['/in/one_chat.json', '/in/gone.txt', '/in/two_chat.json'])],
  ['Settings', { state: 'open' }, '#/settings'],
  ['Help', { state: 'open' }, '#/help'],
];

test.each(cases)('%s has no fault that axe finds', async (_, options, hash, then) => {
  const opened = await openWindow(options, hash);
  await then?.(opened);
  // Dialogs that are fetched when they are asked for are looked at too.
  await Promise.all([import('../src/store/Rescue.svelte'), import('../src/export/TakeOverDialog.svelte')]);
  await settled();
  const { violations } = await axe.run(document.body, { rules, resultTypes: ['violations'] });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
});
