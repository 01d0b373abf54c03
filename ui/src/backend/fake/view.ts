import type { AssessmentView, MessageView, ParticipantView, ReasonView, TriageView } from '../../bindings/wire';
import type { Scribe } from './markup';

/** A hash for show: the same for the same text. */
export function hash(text: string): string {
  let state = 0x811c9dc5;
  let found = '';
  for (let round = 0; found.length < 64; round += 1) {
    for (const character of `${round}${text}`) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    found += state.toString(16).padStart(8, '0');
  }
  return found;
}

export function participants(messages: MessageView[]): ParticipantView[] {
  const found = new Map<string, ParticipantView>();
  for (const { sender, role } of messages) {
    if (sender === null) continue;
    const known = found.get(sender) ?? { name: sender, role, messages: 0 };
    found.set(sender, { ...known, messages: known.messages + 1 });
  }
  return [...found.values()];
}

/** Reasons from rules and points, largest first, the starting point last; the score follows from their sum. */
export function reasons(scribe: Scribe, points: [rule: string, points: number, words: string][], base = -3.4): { list: ReasonView[]; score: number } {
  const sum = points.reduce((total, [, one]) => total + one, base);
  const of = (logOdds: number) => 100 / (1 + Math.exp(-logOdds));
  const list = points.map(([rule, one, words]): ReasonView => ({ rule, points: one, words, at: scribe.at(rule), without: Math.round(of(sum - one)) }));
  list.sort((a, b) => b.points - a.points);
  return { list: [...list, { rule: 'base', points: base, words: 'starting point', at: null, without: null }], score: of(sum) };
}

export function assessment(over: Partial<AssessmentView> & Pick<AssessmentView, 'sentence'>): AssessmentView {
  return {
    verdict: 'extortion', verdictWords: 'Extortion', score: 97, priority: 'P1', priorityBecause: '', caveats: [], caveatWords: [], reasons: [],
    ruleSet: `sha256:${hash('rules')}`, ...over,
  };
}

export function triageView(draft: string, messages: MessageView[], over: Partial<TriageView> & Pick<TriageView, 'assessment'>): TriageView {
  return {
    draft, title: 'Pasted text', acquired: 'paste', sha256: hash(draft), bytes: 4812, format: 'plain-text', formatName: 'Plain text', elapsedMs: 3.2,
    actors: [], amounts: [], deadlines: [], ledger: [], curve: null, register: [], claims: [], observables: [], victims: [], participants: participants(messages), notes: [], activity: { attacker: Array.from({ length: 24 }, (_, hour) => (hour > 17 ? 3 : hour % 5 === 0 ? 1 : 0)), others: Array.from({ length: 24 }, (_, hour) => (hour > 6 && hour < 18 ? 2 : 0)), leftOut: 3 },
    transcript: { total: messages.length, first: 0, messages: messages.slice(0, 200) }, ...over,
  };
}
