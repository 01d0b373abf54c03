import type { CleanedView, MarkReview, MessageView, OutlineView, ReadingsView, TriageView } from '../../bindings/wire';
import type { Backend } from '../backend';

type Draft = { view: TriageView; messages: MessageView[] };
type Reads = Pick<Backend, 'cleanedPage' | 'transcriptOutline' | 'whyNot' | 'reviewDraft' | 'reviewEffect' | 'listReadings' | 'listItems' | 'ownRulesEffect'>;

/** What the invented program says of a transcript besides its messages. `look` finds a draft or the transcript of a case. */
export function reads(look: (draft: string) => Draft | undefined): Reads {
  const messages = (draft: string) => look(draft)?.messages ?? [];
  return {
    cleanedPage: async (draft, first, count) => messages(draft).slice(first, first + count).flatMap(cleaned),
    transcriptOutline: async (draft) => outline(messages(draft)),
    whyNot: async (_, message) => {
      const denied = { rule: 'claim.exfiltrated', words: 'says that data was taken', because: 'denied', at: { message: 0, mark: null, quote: 'no data was taken' } };
      const near = { rule: 'threat.publish', words: 'threatens to publish the data', because: 'word', at: { message: message ?? 0, mark: null, quote: 'blog' } };
      return message === null ? [denied] : [denied, near];
    },
    reviewDraft: async (review) => {
      const draft = look(review.draft);
      if (draft) draft.messages = draft.messages.map((one) => reviewed(one, review));
      const all = draft?.messages ?? [];
      return { total: all.length, first: 0, messages: all.slice(0, 200) };
    },
    reviewEffect: async (draft) => {
      const dismissed = messages(draft).some((one) => one.segments.some((segment) => segment.marks.some((mark) => mark.review === 'dismissed')));
      return dismissed ? { priority: 'P3', verdict: 'about-extortion', score: 41.2 } : null;
    },
    listReadings: async () => readings,
    listItems: async (paths) => ({ files: paths.flatMap((path) => (path.endsWith('/') ? [`${path}one_chat.json`, `${path}two_chat.json`] : [path])), refused: [] }),
    ownRulesEffect: async () => {
      const judged = { priority: 'P3' as const, verdict: 'extortion' as const, score: 61 };
      return { outdated: 12, sentence: '1 of 12 cases changes priority', changed: [{ case: { id: 'case-7', number: 7, title: 'Old Mill Brewery: flood threat' }, before: judged, after: { ...judged, priority: 'P2', score: 88 } }], stored: false };
    },
  };
}

/** Hidden characters are taken away. */
function cleaned(message: MessageView): CleanedView[] {
  if (message.segments.every((segment) => segment.badge === null)) return [];
  const segments = message.segments.map((segment) => ({ ...segment, badge: null, was: segment.badge && `⟨${segment.badge}⟩` }));
  return [{ seq: message.seq, steps: ['revealed'], segments }];
}

function outline(messages: MessageView[]): OutlineView {
  const view: OutlineView = { days: [], speakers: [], kinds: [], marks: [] };
  const seen = new Set<number>();
  for (const message of messages) {
    const day = message.time?.slice(0, 10) ?? null;
    const last = view.days.at(-1);
    if (last?.day === day) last.messages += 1;
    else view.days.push({ day, zone: message.zone, message: message.seq, messages: 1 });
    const speaker = view.speakers.find((one) => one.name === message.sender);
    if (speaker) speaker.messages += 1;
    else view.speakers.push({ name: message.sender, role: message.role, message: message.seq, messages: 1 });
    for (const { text, marks } of message.segments) {
      for (const mark of marks.filter((one) => !seen.has(one.id))) {
        seen.add(mark.id);
        view.marks.push({ kind: mark.kind, words: mark.words, at: { message: message.seq, mark: mark.id, quote: text } });
        const kind = view.kinds.find((one) => one.kind === mark.kind);
        if (kind) kind.marks += 1;
        else view.kinds.push({ kind: mark.kind, marks: 1 });
      }
    }
  }
  return view;
}

function reviewed(message: MessageView, { mark, verdict }: MarkReview): MessageView {
  const said = verdict === 'withdrawn' ? null : verdict;
  return { ...message, segments: message.segments.map((segment) => ({ ...segment, marks: segment.marks.map((one) => (one.id === mark ? { ...one, review: said } : one)) })) };
}

const readings: ReadingsView = {
  candidates: [
    { format: 'csv', name: 'Table (CSV)', sure: 'likely', messages: 14, systemEvents: 0, notes: 1, first: [{ sender: 'Grey Lantern', text: 'We took your files.' }] },
    { format: 'plain-text', name: 'Plain text', sure: 'fallback', messages: 1, systemEvents: 0, notes: 0, first: [{ sender: null, text: 'time,from,text' }] },
  ],
  tables: [
    {
      sheet: null,
      columns: [{ name: 'when', field: 'time' }, { name: 'from', field: 'sender' }, { name: 'said', field: 'text' }, { name: 'id', field: null }],
      rows: [['2026-03-02 08:11', 'Grey Lantern', 'We took your files.', '1'], ['2026-03-02 08:14', 'Kim', 'Who is this?', '2']],
    },
  ],
  formats: [{ id: 'csv', name: 'Table (CSV)' }, { id: 'plain-text', name: 'Plain text' }, { id: 'whatsapp-text', name: 'WhatsApp chat' }],
};
