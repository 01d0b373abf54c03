import { fireEvent, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { coop, openWindow, settled } from './window';

async function pasteAnywhere(text: string) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'clipboardData', { value: { getData: (kind: string) => (kind === 'text/plain' ? text : '<b>markup</b>') } });
  document.body.dispatchEvent(event);
  await settled();
}

test('the navigation names the screens', async () => {
  await openWindow();
  const links = within(screen.getByRole('navigation', { name: 'Main' })).getAllByRole('link');
  expect(links.map((link) => link.textContent)).toEqual(['Triage', 'Board', 'Cases', 'Search', 'Observables', 'Actors', 'Rules', 'Jobs', 'Settings', 'Help']);
});

test('a pasted message is judged at once, its reasons lead to their words, and it is stored only when it is logged', async () => {
  const { app, user } = await openWindow();
  await pasteAnywhere(coop);
  const verdict = screen.getByRole('region', { name: 'Verdict' });
  expect(verdict.textContent.trim()).toMatch(/^Extortion: data theft/);
  expect(verdict.getAttribute('aria-live')).toBe('polite');
  for (const name of ['Reasons', 'Demands', 'Deadlines', 'Claims', 'Observables', 'Transcript']) expect(screen.getByRole('list', { name })).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Message' })).toHaveProperty('value', coop);
  expect(await app.backend.listCases()).toHaveLength(12);

  await user.click(within(screen.getByRole('list', { name: 'Reasons' })).getAllByRole('button')[0] as HTMLElement);
  await settled();
  expect(document.querySelector('mark.held')?.textContent).toBe('we exfiltrated the data');

  await user.keyboard('{Control>}s{/Control}');
  await settled();
  expect(await app.backend.listCases()).toHaveLength(13);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Case 13');
  expect(screen.getByText('Logged as case 13')).toBeTruthy();
});

test('what is typed is judged when the hands rest, and the box keeps the focus', async () => {
  const { user } = await openWindow();
  const box = screen.getByRole('textbox', { name: 'Message' });
  await user.type(box, 'your files are encrypted');
  await new Promise((done) => setTimeout(done, 400));
  await settled();
  expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Extortion');
  expect(document.activeElement).toBe(box);
});

test('"no signs found" never stands without what was not taken into account', async () => {
  await openWindow();
  await pasteAnywhere('See you at lunch?');
  const verdict = screen.getByRole('region', { name: 'Verdict' });
  expect(verdict.textContent.trim()).toMatch(/^No signs found/);
  expect(verdict.textContent).toContain('the text is too short to judge');
});

test('a refused file says why, and that nothing was changed', async () => {
  const { app } = await openWindow();
  app.dropped(['/tmp/gone.txt', '/tmp/two_chat.json']);
  await settled();
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('The file could not be read');
  expect(alert.textContent).toContain('Nothing was stored or changed.');
  expect(screen.getByText('1 file waiting')).toBeTruthy();
  app.triage.next();
  await settled();
  expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Grey Lantern');
});

test('the table of cases is a grid that the keyboard filters, walks and opens', async () => {
  const { user } = await openWindow({ state: 'open' }, '#/cases');
  const grid = screen.getByRole('grid', { name: 'Cases' });
  expect(grid.getAttribute('aria-rowcount')).toBe('13');
  expect(document.activeElement).toBe(grid);
  const active = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent;
  expect(active()).toContain('St Brannoc School');
  await user.keyboard('{ArrowDown}');
  expect(active()).toContain('Kestrel');
  await user.keyboard('/');
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Filter' }));
  await user.keyboard('harrowfield{ArrowDown}');
  await settled();
  await user.keyboard('{ArrowDown}{Enter}');
  await settled();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Case 12');
  await user.keyboard('{Escape}');
  await settled();
  expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Cases' }));
});

test('a column header sorts, and sorts the other way round', async () => {
  const { user } = await openWindow({ state: 'open' }, '#/cases');
  const header = screen.getByRole('columnheader', { name: 'Case' });
  await user.click(within(header).getByRole('button'));
  expect(header.getAttribute('aria-sort')).toBe('ascending');
  await user.click(within(header).getByRole('button'));
  expect(header.getAttribute('aria-sort')).toBe('descending');
});

test('a first run asks for a name and a passphrase, or goes on without one by name', async () => {
  const { app, user } = await openWindow({ state: 'firstRun' });
  await user.click(screen.getByRole('button', { name: 'Continue without passphrase' }));
  expect(screen.getByText('Give a name: custody events need one.')).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: /Your name/ }), 'A. Analyst');
  await user.type(screen.getByLabelText('Passphrase'), 'four words or more');
  await user.type(screen.getByLabelText('Passphrase again'), 'four words or mor');
  expect(screen.getByText('The two differ.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Set up the store' }));
  expect(app.store?.state).toBe('firstRun');
  await user.type(screen.getByLabelText('Passphrase again'), 'e');
  await user.click(screen.getByRole('button', { name: 'Set up the store' }));
  await settled();
  expect(screen.getByRole('button', { name: 'Open the sample case' })).toBeTruthy();
});

test('a wrong passphrase is told, and the right one opens the store', async () => {
  const { user } = await openWindow({ state: 'locked' });
  await user.type(screen.getByLabelText('Passphrase'), 'wrong{Enter}');
  await settled();
  expect(screen.getByRole('alert').textContent).toContain('That is not the passphrase');
  await user.clear(screen.getByLabelText('Passphrase'));
  await user.type(screen.getByLabelText('Passphrase'), 'right{Enter}');
  await settled();
  expect(screen.getByRole('navigation', { name: 'Main' })).toBeTruthy();
});

test('the palette finds commands and cases', async () => {
  const { app, user } = await openWindow();
  await user.keyboard('{Control>}k{/Control}');
  await settled();
  const box = screen.getByRole('combobox', { name: 'Command' });
  await user.type(box, 'kestrel');
  await settled();
  expect(screen.getAllByRole('option')).toHaveLength(1);
  await user.keyboard('{Enter}');
  await settled();
  expect(app.case?.detail.row.title).toContain('Kestrel');
  expect(screen.queryByRole('combobox', { name: 'Command' })).toBeNull();
});

test('a case says its brief first, keeps notes, changes its status and leaves as a file with its hash', async () => {
  const { user } = await openWindow({ state: 'open' }, '#/case/case-12');
  expect(document.querySelector('main')?.textContent).toMatch(/Extortion: data theft and encryption, Grey Lantern/);
  expect(screen.getByRole('region', { name: 'Evidence' }).textContent).toMatch(/[0-9a-f]{16}/);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'closed');
  await user.click(screen.getByRole('tab', { name: /Notes/ }));
  await user.type(screen.getByRole('textbox', { name: 'New note' }), '<b>counsel</b> called');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await settled();
  expect(screen.getByText('<b>counsel</b> called')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: /Export…/ }));
  await settled();
  const out = screen.getByRole('textbox', { name: 'Destination' });
  await fireEvent.input(out, { target: { value: 'nowhere' } });
  await user.click(screen.getByRole('button', { name: 'Export' }));
  await settled();
  expect(screen.getByRole('alert').textContent).toContain('Nothing can be written there');
  await fireEvent.input(out, { target: { value: '/cases' } });
  await user.click(screen.getByRole('button', { name: 'Export' }));
  await settled();
  expect(screen.getByText('/cases/case-12.html')).toBeTruthy();
  expect(screen.getByText(/^[0-9a-f]{64}$/)).toBeTruthy();
});

test('Escape leaves one level at a time', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-12');
  await user.keyboard(']');
  await settled();
  expect(app.transcript?.mark).not.toBeNull();
  await user.keyboard('{Escape}');
  expect([app.transcript?.mark, app.transcript?.current]).toEqual([null, 1]);
  await user.keyboard('{Escape}');
  expect(app.transcript?.current).toBeNull();
  await user.keyboard('{Escape}');
  expect(app.screen).toBe('cases');
});
