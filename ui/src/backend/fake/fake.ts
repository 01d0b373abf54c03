import type { CaseDetail, Failure, FailureCode, MessageView, Progress, SaidRole, StoreState, TriageSource, TriageView } from '../../bindings/wire';
import type { Backend } from '../backend';
import { across } from './across';
import { backups } from './backups';
import { FakeCases } from './cases';
import { FakeRules, actors, rules } from './catalogue';
import { negotiation } from './negotiation';
import { reads } from './reading';
import { refused, rescue } from './rescue';
import { harmless, million, retailer } from './samples';
import { hash } from './view';

type Draft = { view: TriageView; messages: MessageView[] };
export type FakeOptions = { state?: StoreState; cases?: boolean; file?: string; /** What the store answers at the start, until it is restored. */ fails?: FailureCode };

/** An invented program, for tests and for `npm run dev` in a browser. Its address tells it what to play: `?firstRun`, `?locked`, `?empty`, `?file=million.json`. */
export function fake(options: FakeOptions = fromAddress()): Backend {
  const store = new FakeCases();
  if (options.cases === false) store.details.clear();
  const drafts = new Map<string, Draft>();
  const own = new FakeRules();
  let hear: (progress: Progress) => void = () => {};
  let state = options.state ?? 'open';
  let count = 0;
  let fails = options.fails;

  const status = () => ({
    state, path: '/home/mokafor/.local/share/shakedown/store.db', encrypted: true, analyst: 'M. Okafor', cases: store.details.size, version: '0.1.0',
  });
  const open = async () => {
    fails = undefined;
    state = 'open';
    return status();
  };
  const found = (id: string): CaseDetail => {
    const detail = store.details.get(id);
    if (!detail) throw refusal('not-found', `case "${id}" is not in this store`, 'look for it in Cases');
    return detail;
  };

  /** A triage, or the transcript of a case. */
  const look = (draft: string) => {
    const view = [...store.details.values()].flatMap((detail) => detail.items).find((item) => item.draft === draft);
    return drafts.get(draft) ?? (view && { view, messages: view.transcript.messages });
  };

  return {
    storeStatus: async () => {
      if (fails) throw refused(fails);
      return status();
    },
    setUpStore: open,
    unlockStore: async (passphrase) => {
      if (passphrase === 'wrong') throw refusal('wrong-passphrase', 'the passphrase does not open this store; nothing was changed', 'try again; capital letters count');
      return open();
    },
    triage: async ({ source, roles }, job) => {
      hear({ job, done: 0, total: 1, words: 'reading' });
      const draft = `draft-${(count += 1)}`;
      const before = typeof source === 'object' && 'again' in source ? drafts.get(source.again) : undefined;
      const made = before ? again(before, draft, roles) : read(source, draft);
      drafts.set(draft, made);
      return made.view;
    },
    cancelJob: async () => {},
    transcriptPage: async (draft, first, size) => {
      const made = drafts.get(draft);
      const messages = made?.view.title === 'million.json' ? million.page(first, size) : (made?.messages ?? []).slice(first, first + size);
      return { total: made?.view.transcript.total ?? 0, first, messages };
    },
    findInTranscript: async (draft, text) => {
      const messages = drafts.get(draft)?.messages ?? [...store.details.values()].flatMap((detail) => detail.items).find((item) => item.draft === draft)?.transcript.messages ?? [];
      const found = messages.filter((one) => one.segments.map((segment) => segment.text).join('').toLowerCase().includes(text.toLowerCase())).map((one) => one.seq);
      return { messages: found, total: found.length };
    },
    logCase: async ({ draft, title, case: into }) => {
      const made = drafts.get(draft);
      if (!made) throw refusal('not-found', 'this triage is no longer on the table; nothing was stored', 'triage it again');
      return store.log(made.view, title, into);
    },
    listCases: async () => [...store.details.values()].filter((detail) => detail.work.deletedAt === null).map((detail) => detail.row),
    showCase: async (id) => found(id),
    setStatus: async (id, next) => {
      const detail = { ...found(id), row: { ...found(id).row, status: next } };
      store.details.set(id, detail);
      return detail;
    },
    changeCase: async (id, change) => store.change(found(id), change),
    addLine: async (id, line) => store.addLine(found(id), line),
    changeLine: async (id, number, change) => store.changeLine(found(id), number, change),
    listDiary: async () => [...store.details.values()].flatMap((detail) => detail.tasks.filter((task) => ['due', 'extended', 'slipped'].includes(task.state)).map((task) => ({ case: detail.row.id, task }))),
    heldIn: async (sha256) => [...store.details.values()].filter((detail) => detail.evidence.some((item) => item.sha256 === sha256)).map(({ row }) => ({ case: row.id, number: row.number })),
    reviewMark: async (id, review) => store.review(found(id), review),
    addNote: async (id, body) => {
      const detail = { ...found(id), notes: [...found(id).notes, { at: new Date().toISOString(), by: 'M. Okafor', body }] };
      store.details.set(id, detail);
      return detail;
    },
    ...across(store, found),
    ...reads(look),
    ...backups(status),
    ...rescue(store, found),
    listExportFormats: async () => [
      { id: 'html', name: 'Report (HTML)', words: 'for people: one file, no script, prints well' },
      { id: 'json', name: 'Case file (JSON)', words: 'for programs: everything, lossless, with its schema' },
    ],
    exportCase: async ({ case: id, format, redact, out }) => {
      if (!out.startsWith('/')) throw refusal('out-not-writable', `"${out}" is no folder that can be written to; nothing was written`, 'choose another destination');
      return { path: `${out}/case-${found(id).row.number}.${format}`, sha256: hash(id + format), bytes: 48_211, removed: redact ? [{ token: '[ORGANISATION-1]', text: 'Harrowfield Seed Company', times: 7 }] : [] };
    },
    exportMany: async ({ format, out, cases }) => {
      const path = `${out}/cases.${format}`;
      return { files: [{ path, sha256: hash(path), bytes: 120_400 }], cases: cases?.length ?? store.details.size, heldBack: [], removed: [] };
    },
    shiftReport: async ({ format, out }) => {
      const path = `${out}/shift.${format}`;
      return { files: [{ path, sha256: hash(path), bytes: 9_100 }], cases: store.details.size, heldBack: [], removed: [] };
    },
    exportFolder: async () => '/home/mokafor/Documents/shakedown',
    search: async ({ query, case: only }) => store.search(query, only),
    savedSearches: async () => store.saved,
    saveSearch: async (name, query) => store.save(name, query),
    verifyStore: async () => ({ evidence: store.details.size, custody: store.details.size * 4, faults: [] }),
    listActors: async () => actors,
    listRules: async () => rules,
    ownRules: async () => own.own,
    setOwnRules: async (files) => own.set(files),
    tryRule: async (rule, text) => own.try(rule, text),
    setZoom: async () => {},
    chooseFiles: async () => [options.file ?? '/home/mokafor/harrowfield_chat.json'],
    chooseFolder: async () => '/home/mokafor/Documents',
    onProgress: async (listener) => {
      hear = listener;
      return () => {};
    },
    onDrop: async () => () => {},
  };
}

/** The same item, with other parts played. */
function again(before: Draft, draft: string, roles: SaidRole[]): Draft {
  const role = (name: string | null) => roles.find((one) => one.name === name)?.role;
  const messages = before.messages.map((one) => ({ ...one, role: role(one.sender) ?? one.role }));
  const participants = before.view.participants.map((one) => ({ ...one, role: role(one.name) ?? one.role }));
  return { view: { ...before.view, draft, participants, transcript: { ...before.view.transcript, messages: messages.slice(0, 200) } }, messages };
}

function read(source: TriageSource, draft: string): { view: TriageView; messages: MessageView[] } {
  if (source === 'sample' || ('file' in source && source.file.path.endsWith('chat.json'))) {
    const { view, scribe } = negotiation(draft);
    return { view, messages: scribe.messages };
  }
  if ('file' in source) {
    if (source.file.path.endsWith('million.json')) return { view: million.view(draft), messages: [] };
    throw refusal('evidence-unreadable', `"${source.file.path.slice(0, 120)}": the operating system says: no such file`, 'check that the file is still there');
  }
  const text = 'paste' in source ? source.paste.text : '';
  return /exfiltrat|stolen|encrypted/i.test(text) ? retailer(draft, text) : harmless(draft, text);
}

function refusal(code: Failure['code'], message: string, nextStep: string): Failure {
  return { code, message, nextStep };
}

function fromAddress(): FakeOptions {
  const asked = new URLSearchParams(location.search);
  const state = asked.has('firstRun') ? 'firstRun' : asked.has('locked') ? 'locked' : 'open';
  return { state, cases: !asked.has('empty'), file: asked.get('file') ?? undefined };
}
