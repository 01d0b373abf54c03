import type { CaseDetail, CaseRow, CaseStatus, Priority, SavedSearch, SearchPage, TriageView, Verdict } from '../../bindings/wire';
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
        id: `case-${number}`, number, title, status, priority, verdict, score: verdict === 'extortion' ? 96.2 : 8.1, actor, demand, demandRole: demand ? 'demand' : null,
        nearestDeadline: due === null ? null : from(due), createdAt: from(created), evidenceCount: 1,
      };
      this.details.set(row.id, this.#detail(row, [item]));
    }
    const last = this.details.get('case-12');
    if (last) last.notes = [{ at: from(-2), by: 'M. Okafor', body: 'Management is informed. Their counsel asks for the file list; sanctions check is under way.' }];
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
      id: `case-${number}`, number, title: title ?? view.assessment.sentence.split(/[:;]/)[1]?.trim() ?? view.title, status: 'new', priority: view.assessment.priority,
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
      const mark = { id: 0, kind: 'search', words: 'what you looked for', rule: '' };
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

  #detail(row: CaseRow, items: TriageView[]): CaseDetail {
    const actions = ['received', 'read by an importer', 'assessed', 'logged in a case'];
    return {
      row, tlp: 'TLP:AMBER', items, notes: [],
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
