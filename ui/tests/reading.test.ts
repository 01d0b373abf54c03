import { fireEvent, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, settled } from './window';

async function openSample() {
  const opened = await openWindow();
  await opened.app.triage.run('sample');
  await settled();
  return opened;
}

/** Until a part that is fetched when it is first asked for has come. */
const come = (role: string, name: string | RegExp) => screen.findByRole(role, { name }, { timeout: 15_000 });

test('one key opens the list of places, typing narrows it, and Enter goes there', async () => {
  const { app, user } = await openSample();
  await user.keyboard('j');
  const field = await come('combobox', 'Go to');
  await settled();
  const places = () => within(screen.getByRole('listbox', { name: 'Places in this transcript' })).getAllByRole('option').map((one) => one.textContent);
  expect(places()[0]).toContain('Monday 2 March 2026');
  expect(places().some((one) => one.includes('speaker') && one.includes('Grey Lantern'))).toBe(true);
  await user.type(field, 'deadline 72');
  expect(places()).toHaveLength(1);
  await user.keyboard('{Enter}');
  await settled();
  expect(app.transcript?.inHand()[0]?.kind).toBe('deadline');
  expect(screen.queryByRole('combobox', { name: 'Go to' })).toBeNull();
});

test('the text is shown as it is read, and what a view changed is told', async () => {
  const { app, user } = await openSample();
  await app.transcript?.load(0);
  app.transcript?.needReadings(0, 20);
  await settled();
  const list = screen.getByRole('list', { name: 'Transcript' });
  const badges = list.querySelectorAll('[data-badge]').length;
  expect(badges).toBeGreaterThan(0);
  expect(within(list).getAllByText('disguised').length).toBeGreaterThan(0);
  await user.keyboard('v');
  await settled();
  expect(list.querySelectorAll('[data-badge]')).toHaveLength(0);
  expect(list.querySelector('.gone')?.getAttribute('title')).toBe('taken away: ⟨U+202E⟩');
  expect(within(list).getAllByText('hidden characters taken away').length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: /^As it is read/ }).getAttribute('aria-pressed')).toBe('true');
  await user.keyboard('v');
  await settled();
  expect(list.querySelectorAll('[data-badge]')).toHaveLength(badges);
});

test('the rule of a mark is one key away, and so is what does not count', async () => {
  const { app, user } = await openSample();
  await user.keyboard('w');
  const dialog = await come('dialog', 'Why not?');
  await settled();
  expect(dialog.textContent).toContain('found, but denied by the words around it');
  await user.click(within(dialog).getByRole('button', { name: 'Rule' }));
  await settled();
  const card = await come('dialog', 'What the rule looks for');
  expect(card.textContent).toContain('says that data was taken');
  expect(within(card).getByRole('heading', { name: 'Must let pass' })).toBeTruthy();
  await user.click(within(card).getByRole('button', { name: 'Show it in Rules' }));
  await settled();
  expect(app.screen).toBe('rules');
  expect(app.catalogue.rule?.id).toBe('claim.exfiltrated');
});

test('a false positive is told before anything is stored, with what the verdict would be without it, and is taken back', async () => {
  const { user } = await openSample();
  await user.keyboard(']x');
  await settled();
  expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Without what is dismissed: 41 of 100, P3, about extortion');
  expect(screen.getAllByText('Marked as a false positive').length).toBeGreaterThan(0);
  await user.keyboard('{Control>}z{/Control}');
  await settled();
  expect(screen.getByRole('region', { name: 'Verdict' }).textContent).not.toContain('Without what is dismissed');
});

test('an item is read otherwise: readers with previews, a zone, and the columns of its table', async () => {
  const { app, user } = await openSample();
  const asked: unknown[] = [];
  const { triage } = app.backend;
  app.backend.triage = async (request, job) => {
    asked.push(request);
    return triage(request, job);
  };
  await user.keyboard('{Control>}r{/Control}');
  const dialog = await come('dialog', 'Read it otherwise');
  await settled();
  expect(within(dialog).getByRole('radio', { name: /Table \(CSV\).*14 messages, 1 not read plainly.*We took your files/ })).toBeTruthy();
  await user.click(within(dialog).getByRole('radio', { name: /Table \(CSV\)/ }));
  await user.type(within(dialog).getByRole('textbox'), 'Europe/Madrid');
  await fireEvent.change(within(dialog).getByRole('combobox', { name: 'Column 4' }), { target: { value: 'text' } });
  await user.click(within(dialog).getByRole('button', { name: 'Read again' }));
  await settled();
  expect(asked).toEqual([{ source: { again: 'draft-1' }, format: 'csv', zone: 'Europe/Madrid', columns: 'time=1,sender=2,text=4', roles: [] }]);
  expect(screen.queryByRole('dialog', { name: 'Read it otherwise' })).toBeNull();
});

test('the analyst says who plays which part, and it is judged anew', async () => {
  const { app, user } = await openSample();
  const part = screen.getByRole('combobox', { name: 'Part of Grey Lantern' });
  await user.selectOptions(part, 'reporter');
  await settled();
  expect(app.triage.view?.draft).toBe('draft-2');
  expect(app.triage.view?.participants.find((one) => one.name === 'Grey Lantern')?.role).toBe('reporter');
});

test('a folder that is dropped is every file in it', async () => {
  const { app } = await openWindow();
  app.dropped(['/in/exhibits/']);
  await settled();
  expect(app.triage.jobs.list.map((job) => job.name)).toEqual(['one_chat.json', 'two_chat.json']);
});

test('a rule is tried on stored cases before it is switched on, and stored cases are judged again when it is', async () => {
  const { user } = await openWindow({ state: 'open' }, '#/rules');
  await user.click(screen.getByRole('button', { name: 'Write a rule' }));
  await new Promise((done) => setTimeout(done, 20));
  await settled();
  await user.click(screen.getByRole('button', { name: 'Try it on stored cases' }));
  await settled();
  expect(screen.getByText('1 of 12 cases changes priority')).toBeTruthy();
  expect(screen.getByRole('list', { name: 'What it would change in stored cases' }).textContent).toContain('Old Mill Brewery');
  await user.click(screen.getByRole('button', { name: 'Switch on' }));
  await settled();
  expect(screen.getByText(/It counts from now on/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Stored cases…' }));
  await settled();
  const dialog = screen.getByRole('dialog', { name: 'What the rules in use change in stored cases' });
  await user.click(within(dialog).getByRole('button', { name: 'Judge them again' }));
  await settled();
  expect(screen.getByText('Judged again')).toBeTruthy();
});
