import { render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { tick } from 'svelte';
import type { MessageView, Segment } from '../bindings/wire';
import { fake } from '../backend/fake/fake';
import { negotiation } from '../backend/fake/negotiation';
import { PAGE, TranscriptState, marksOf } from '../state/transcript.svelte';
import { plain } from '../evidence/HostileText.svelte';
import { rawOf, selected } from './copy';
import Transcript from './Transcript.svelte';

const hostile = [
  '<script>globalThis.pwned = 1</script>', '<img src=x onerror="globalThis.pwned = 1">', '<svg/onload=globalThis.pwned=1>', '{@html "<b>x</b>"}', 'javascript:alert(1)',
  '<a href="http://pay.example">pay</a>', '</li></ol><h1>Verdict</h1>', '&lt;b&gt;', '\u202egnp.exe', 'a\u0000b\u001b[31m',
];

function message(seq: number, segments: Segment[], over: Partial<MessageView> = {}): MessageView {
  const text = segments.map((one) => one.text).join('');
  return {
    seq, kind: 'message', sender: null, role: 'unknown', time: null, timeAsWritten: null, zone: null, state: 'sent', segments, defanged: text, attachments: [], locator: `line ${seq + 1}`, ...over,
  };
}

function draw(messages: MessageView[]) {
  const transcript = new TranscriptState(fake(), 'draft', { total: messages.length, first: 0, messages });
  render(Transcript, { props: { transcript } });
  return { transcript, list: screen.getByRole('list', { name: 'Transcript' }) };
}

test('messages are numbered list items with their sender in a quoted chip', () => {
  const { view } = negotiation('n');
  const { list } = draw(view.transcript.messages);
  const items = within(list).getAllByRole('listitem');
  expect(items[1]?.getAttribute('aria-posinset')).toBe('2');
  expect(items[1]?.getAttribute('aria-setsize')).toBe(String(view.transcript.total));
  expect(items[1]?.querySelector('[data-exhibit-name]')?.textContent).toBe('“Grey Lantern”');
  expect(list.textContent).toContain('Monday 2 March 2026');
});

test('what criminals wrote is text, in bodies, senders, attachments and locators alike', () => {
  const { list } = draw(hostile.map((text, at) => message(at, plain(text), { sender: text, attachments: [text], timeAsWritten: text, locator: text })));
  expect(list.querySelectorAll('script, img, svg:not(.lucide), a, b, h1, iframe')).toHaveLength(0);
  expect(globalThis).not.toHaveProperty('pwned');
  expect(list.textContent).toContain('<img src=x onerror="globalThis.pwned = 1">');
});

test('there are as many badges as hidden characters, also where the program left one in a segment', () => {
  const text = 'pay\u202e now\u200b\u200b and\ufeff here\u{e0041}';
  const { list } = draw([message(0, [{ text, badge: null, marks: [] }]), message(1, plain(text))]);
  expect(list.querySelectorAll('[data-badge]')).toHaveLength(10);
  expect(list.textContent).not.toMatch(/[\u202e\u200b\ufeff]/u);
});

test('marks that overlap keep an underline each, and the innermost is the mark', () => {
  const mark = (id: number, kind: string) => ({ id, kind, words: `words ${id}`, rule: `rule.${id}`, review: null });
  const { list } = draw([message(0, [{ text: '140 GB', badge: null, marks: [mark(1, 'claim'), mark(2, 'volume')] }])]);
  const found = within(list).getByText('140 GB');
  expect(found.tagName).toBe('MARK');
  expect(found.className).toContain('kind-volume');
  expect(found.parentElement?.className).toContain('kind-claim');
  expect(found.getAttribute('title')).toBe('claim: words 1 (rule.1)\nvolume: words 2 (rule.2)');
});

test('a kind that is hidden leaves its words unmarked', async () => {
  const { view } = negotiation('n');
  const { transcript, list } = draw(view.transcript.messages);
  const before = list.querySelectorAll('mark.kind-threat').length;
  transcript.toggleKind('threat');
  await tick();
  expect(before).toBeGreaterThan(0);
  expect(list.querySelectorAll('mark.kind-threat')).toHaveLength(0);
});

test('brackets walk every mark in order, and stay at the ends', async () => {
  const { view } = negotiation('n');
  const { transcript } = draw(view.transcript.messages);
  const all = view.transcript.messages.flatMap((one) => marksOf(one).map((mark) => mark.id));
  const seen: (number | null)[] = [];
  for (let step = 0; step < all.length + 2; step += 1) {
    await transcript.walk(1);
    seen.push(transcript.mark);
  }
  expect(seen.slice(0, all.length)).toEqual(all);
  expect(seen.at(-1)).toBe(all.at(-1));
  await transcript.walk(-1);
  expect(transcript.mark).toBe(all.at(-2));
});

test('pages are fetched as they are needed, each once, and few are kept', async () => {
  const asked: number[] = [];
  const backend = { ...fake(), transcriptPage: async (_: string, first: number, count: number) => {
    asked.push(first);
    return { total: 1_000_000, first, messages: Array.from({ length: count }, (_, at) => message(first + at, plain('x'))) };
  } };
  const transcript = new TranscriptState(backend, 'draft', { total: 1_000_000, first: 0, messages: [] });
  transcript.need(999_900, 999_950);
  transcript.need(999_900, 999_950);
  expect((await transcript.load(999_920))?.seq).toBe(999_920);
  expect(asked).toEqual([999_800]);
  for (let page = 0; page < 60; page += 1) await transcript.load(page * PAGE);
  expect(transcript.pages.size).toBeLessThanOrEqual(24);
});

test('a copied selection is plain text, defanged, its hidden characters visible; raw copies are exact', () => {
  const { list } = draw([message(0, plain('go to http://pay.example\u202e now'), { sender: 'Kim' })]);
  const range = document.createRange();
  range.selectNodeContents(list);
  document.getSelection()?.removeAllRanges();
  document.getSelection()?.addRange(range);
  expect(selected('defanged')).toBe('go to hxxp://pay[.]example⟨U+202E⟩ now');
  expect(selected('raw')).toBe('go to http://pay.example\u202e now');
  expect(rawOf(plain('a\u200bb'))).toBe('a\u200bb');
});

test('messages that cannot be fetched are told, and asked for again when somebody says so', async () => {
  let broken = true;
  const backend = { ...fake(), transcriptPage: async (_: string, first: number, count: number) => {
    if (broken) throw { code: 'store-busy', message: 'the store is busy; nothing was changed', nextStep: 'wait' };
    return { total: 500, first, messages: Array.from({ length: count }, (_, at) => message(first + at, plain('x'))) };
  } };
  const transcript = new TranscriptState(backend, 'draft', { total: 500, first: 0, messages: [] });
  transcript.need(0, 20);
  await tick();
  await new Promise((done) => setTimeout(done));
  expect(transcript.failed?.code).toBe('store-busy');
  broken = false;
  transcript.failed = null;
  transcript.need(0, 20);
  await new Promise((done) => setTimeout(done));
  expect(transcript.message(3)?.seq).toBe(3);
});
