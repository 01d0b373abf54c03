import type { CaseChange, CaseDetail, CaseRow, CaseStatus, LineChange, MarkReview, NewLine, Priority, SavedSearch, SearchPage, TriageView, Verdict } from '../../bindings/wire';
import { negotiation } from './negotiation';
import { hash } from './view';

const hour = 3_600_000;
const from = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * hour).toISOString();

type Line = [Priority, Verdict, string, string | null, string | null, number | null, CaseStatus, number];

/** Invented cases, the newest last. Nobody in them exists. */
const lines: Line[] = [
  ['P4', 'unrelated', 'Newsletter forwarded by the mail room', null, null, null, 'closed', -412],
  ['P3', 'about-extortion', 'Press report on a hospital in another country', 'Umber Fox', null, null, 'closed', -390],
  ['P2', 'extortion', 'Brightwater Dental: note on the print server', 'Hollow Tide', '85,000 USD', -96, 'waiting', -300],
  ['P3', 'extortion', 'Mail to the works council, webcam claim', null, '1,900 EUR', -40, 'open', -180],
  ['P1', 'extortion', 'Kestrel Logistics: negotiation, second week', 'Umber Fox', '640,000 USD', 5.4, 'open', -168],
  ['P4', 'unrelated', 'Voicemail transcript, wrong number', null, null, null, 'closed', -150],
  ['P2', 'extortion', 'Old Mill Brewery: flood threat', 'Paper Kite', '2 XMR', 31, 'open', -74],
  ['P3', 'about-extortion', 'Insurer asks about last year’s case', 'Hollow Tide', null, null, 'waiting', -52],
  ['P2', 'extortion', 'Marlow & Finch Solicitors: mail to two partners', 'Hollow Tide', '0.75 BTC', 74, 'new', -28],
  ['P1', 'extortion', 'St Brannoc School: note and call', null, '120,000 GBP', 1.2, 'new', -9],
  ['P3', 'extortion', 'Chain mail to the info address', null, '740 USD', 40, 'new', -6],
  ['P1', 'extortion', 'Harrowfield Seed Company: chat export', 'Grey Lantern', '1,200,000 USD', 22, 'open', -3],
];

export class FakeCases {
  readonly details = new Map<string, CaseDetail>();
  saved: SavedSearch[] = [];

  constructor() {
    for (const [priority, verdict, title, actor, demand, due, status, created] of lines) {
      const number = this.details.size + 1;
      const item = negotiation(`case-${number}-item-1`).view;
      const row: CaseRow = {
        id: `case-${number}`, number, title, status, tlp: 'TLP:AMBER', priority, machinePriority: priority, assignee: number % 3 === 0 ? 'M. Okafor' : null, labels: number === 12 ? ['retainer'] : [], verdict, score: verdict === 'extortion' ? 96.2 : 8.1, actor, demand, demandRole: demand ? 'demand' : null,
        nearestDeadline: due === null ? null : from(due), createdAt: from(created), evidenceCount: 1,
      };
      this.details.set(row.id, this.#detail(row, [item]));
    }
    const last = this.details.get('case-12');
    if (last) {
      last.tasks = [
        { number: 1, kind: 'clock', words: 'aware of the theft of personal data', due: from(20), state: 'due', basis: 'GDPR Art. 33(1): supervisory authority, 72 hours from becoming aware', from: from(-52), at: from(-50), by: 'M. Okafor' },
        { number: 2, kind: 'task', words: 'Send the file list to counsel', due: from(-1), state: 'slipped', basis: null, from: null, at: from(-3), by: 'M. Okafor' },
      ];
      last.notes = [{ at: from(-2), by: 'M. Okafor', body: 'Management is informed. Their counsel asks for the file list; sanctions check is under way.' }];
    }
  }

  log(view: TriageView, title: string | null, into: string | null): CaseDetail {
    const known = into === null ? undefined : this.details.get(into);
    const item = { ...view, draft: `${view.draft}-logged` };
    if (known) {
      const items = [...known.items, item];
      const grown = this.#detail({ ...known.row, evidenceCount: items.length }, items);
      this.details.set(known.row.id, { ...grown, notes: known.notes });
      return grown;
    }
    const number = this.details.size + 1;
    const deadline = view.deadlines.find((one) => one.due !== null);
    const row: CaseRow = {
      id: `case-${number}`, number, title: title ?? view.assessment.sentence.split(/[:;]/)[1]?.trim() ?? view.title, status: 'new', tlp: 'TLP:AMBER', priority: view.assessment.priority, machinePriority: view.assessment.priority, assignee: null, labels: [],
      verdict: view.assessment.verdict, score: view.assessment.score, actor: view.actors[0]?.name ?? null, demand: view.amounts[0]?.text ?? null,
      demandRole: view.amounts[0]?.role ?? null, nearestDeadline: deadline?.due ?? null, createdAt: from(0), evidenceCount: 1,
    };
    const detail = this.#detail(row, [item]);
    this.details.set(row.id, detail);
    return detail;
  }

  /** Titles that hold the words as typed. */
  search(query: string, only: string | null): SearchPage {
    const rows = [...this.details.values()].map((detail) => detail.row).filter((row) => only === null || row.id === only);
    const hits = rows.flatMap((row) => {
      const at = row.title.toLowerCase().indexOf(query.toLowerCase());
      if (at < 0) return [];
      const pieces = [row.title.slice(0, at), row.title.slice(at, at + query.length), row.title.slice(at + query.length)];
      const mark = { id: 0, kind: 'search', words: 'what you looked for', rule: '', review: null };
      return [{
        what: 'title' as const, case: row.id, number: row.number, title: row.title, priority: row.priority, draft: null, exhibitRef: null, message: null, note: null,
        by: null, at: row.createdAt, segments: pieces.map((text, piece) => ({ text, badge: null, marks: piece === 1 ? [mark] : [] })), cutBefore: false, cutAfter: false,
      }];
    });
    return { hits, next: null };
  }

  save(name: string, query: string | null): SavedSearch[] {
    const others = this.saved.filter((saved) => saved.name !== name);
    this.saved = query === null ? others : [...others, { name, query }];
    return this.saved;
  }

  change(detail: CaseDetail, change: CaseChange): CaseDetail {
    const { row, work } = detail;
    const next = { ...detail, row: { ...row }, work: { ...work } };
    if (change === 'delete') next.work.deletedAt = from(0);
    else if (change === 'undo') next.work.deletedAt = null;
    else if (change === 'release') next.work.hold = null;
    else if ('title' in change) next.row.title = change.title;
    else if ('status' in change) next.row.status = change.status;
    else if ('tlp' in change) next.tlp = next.row.tlp = change.tlp;
    else if ('priority' in change) [next.work.priority, next.row.priority] = [change.priority, change.priority ?? row.machinePriority];
    else if ('assignee' in change) next.work.assignee = next.row.assignee = change.assignee;
    else if ('victim' in change) next.work.victim = change.victim;
    else if ('label' in change) next.work.labels = next.row.labels = [...new Set([...work.labels, change.label])].sort();
    else if ('unlabel' in change) next.work.labels = next.row.labels = work.labels.filter((label) => label !== change.unlabel);
    else next.work.hold = change.hold;
    return this.keep(next);
  }

  addLine(detail: CaseDetail, { kind, words, at, statute }: NewLine): CaseDetail {
    const due = statute ? from(72) : at;
    const task = { number: detail.tasks.length + 1, kind, words, due, state: 'due' as const, basis: statute, from: statute ? at : null, at: from(0), by: 'M. Okafor' };
    return this.keep({ ...detail, tasks: [...detail.tasks, task] });
  }

  changeLine(detail: CaseDetail, number: number, change: LineChange): CaseDetail {
    const set = typeof change === 'string' ? { state: change } : { state: 'extended' as const, due: change.extended };
    return this.keep({ ...detail, tasks: detail.tasks.map((task) => (task.number === number ? { ...task, ...set } : task)) });
  }

  review(detail: CaseDetail, { draft, mark, verdict }: MarkReview): CaseDetail {
    const said = verdict === 'withdrawn' ? null : verdict;
    const items = detail.items.map((item) => (item.draft === draft ? { ...item, transcript: { ...item.transcript, messages: item.transcript.messages.map((one) => ({ ...one, segments: one.segments.map((segment) => ({ ...segment, marks: segment.marks.map((ref) => (ref.id === mark ? { ...ref, review: said } : ref)) })) })) } } : item));
    return this.keep({ ...detail, items });
  }

  keep(detail: CaseDetail): CaseDetail {
    this.details.set(detail.row.id, detail);
    return detail;
  }

  #detail(row: CaseRow, items: TriageView[]): CaseDetail {
    const actions = ['received', 'read by an importer', 'assessed', 'logged in a case'];
    return {
      row, tlp: row.tlp, items, notes: [], tasks: [],
      work: { priority: null, assignee: row.assignee, victim: null, labels: row.labels, hold: null, deletedAt: null },
      evidence: items.map((item, at) => ({
        id: `${row.id}-evidence-${at}`, exhibitRef: `MO/${row.number}.${at + 1}`, fileName: item.acquired === 'file' ? item.title : null, sha256: item.sha256, bytes: item.bytes,
        acquired: item.acquired === 'file' ? 'a file, byte for byte' : 'a transcription: text that a person pasted or typed', acquiredBy: 'M. Okafor', acquiredAt: row.createdAt, format: item.format,
      })),
      custody: items.flatMap((_, item) =>
        actions.map((action, at) => ({
          seq: row.number * 8 + item * 4 + at, at: row.createdAt, analyst: 'M. Okafor', machine: 'mokafor on triage-04', action,
          subject: at === 3 ? 'a case' : 'an evidence item', sha256: hash(`${row.id}${item}${action}`),
        })),
      ),
    };
  }
}