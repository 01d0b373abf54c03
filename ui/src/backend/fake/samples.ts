import type { MessageView, TriageView } from '../../bindings/wire';
import { Scribe } from './markup';
import { assessment, reasons, triageView } from './view';

/** An invented twin of a short message that was sent to a retailer. */
export function retailer(draft: string, text: string): { view: TriageView; messages: MessageView[] } {
  const s = new Scribe();
  const marked = text
    .replace(/we exfiltrated the data/i, '{claim.exfiltrated|$&}')
    .replace(/customer database/i, '{data.client|customer} {data.database|database}')
    .replace(/member card data/i, '{data.client|$&}')
    .replace(/DragonForce/, '{actor.named|$&}');
  s.say(null, 'unknown', null, marked, { locator: 'line 1' });
  const { list, score } = reasons(s, [
    ['claim.exfiltrated', 4.2, 'Says that data was taken'],
    ['data.client', 1.6, 'Names customers’ data'],
    ['data.database', 0.8, 'Names databases'],
  ]);
  const named = s.places.has('actor.named');
  const view = triageView(draft, s.messages, {
    bytes: new TextEncoder().encode(text).length,
    assessment: assessment({
      sentence: named ? 'Extortion: data theft, DragonForce by its own name; no sum, no deadline' : 'Extortion: data theft; cannot tell who it is; no sum, no deadline',
      score, reasons: list, priority: 'P2', priorityBecause: 'data is said to be taken; nothing is asked yet', caveats: ['too-short'],
      caveatWords: ['the text is short: nothing else could be judged'],
    }),
    actors: named
      ? [{ name: 'DragonForce', stated: true, grade: 'self-named', gradeWords: 'by its own name', because: 'the text says who writes', asWritten: 'DragonForce', aliases: [], attackId: null, sanctions: [], disputedBy: null, at: s.at('actor.named') }]
      : [],
    claims: [
      { family: 'claim', code: 'exfiltrated', words: 'data was taken', by: 'attacker', at: s.at('claim.exfiltrated') },
      { family: 'data-type', code: 'client', words: 'clients’ or customers’ data', by: 'attacker', at: s.at('data.client') },
      { family: 'data-type', code: 'database', words: 'databases', by: 'attacker', at: s.at('data.database') },
    ],
    notes: [{ kind: 'speakers-unknown', words: 'the text does not say who speaks', locator: 'line 1', found: '', keptAs: 'one message' }],
  });
  return { view, messages: s.messages };
}

/** A text in which nothing was found. */
export function harmless(draft: string, text: string): { view: TriageView; messages: MessageView[] } {
  const s = new Scribe();
  for (const line of text.split(/\n{2,}/)) s.say(null, 'unknown', null, line.replaceAll('{', '(').replaceAll('}', ')'), { locator: 'line 1' });
  const short = text.length < 200;
  const view = triageView(draft, s.messages, {
    bytes: new TextEncoder().encode(text).length,
    assessment: assessment({
      verdict: 'unrelated', verdictWords: 'No signs found', sentence: 'No signs found', score: 3.2, priority: 'P4', priorityBecause: 'nothing is at stake that was seen',
      caveats: short ? ['too-short'] : [], caveatWords: short ? ['the text is too short to judge'] : [],
      reasons: [{ rule: 'base', points: -3.4, words: 'starting point', at: null, without: null }],
    }),
  });
  return { view, messages: s.messages };
}

/** A chat of a million messages, made as it is asked for. */
export const million = {
  total: 1_000_000,
  view(draft: string): TriageView {
    return triageView(draft, [], {
      title: 'million.json', acquired: 'file', bytes: 312_000_000, formatName: 'Ransomware chat (JSON)',
      assessment: assessment({ sentence: 'Extortion: a very long talk', reasons: [] }),
      transcript: { total: this.total, first: 0, messages: this.page(0, 200) },
    });
  },
  page(first: number, count: number): MessageView[] {
    const s = new Scribe();
    for (let at = first; at < Math.min(first + count, this.total); at += 1) {
      const marked = at % 7 === 0 ? ' {threat.publish|We publish it} in {deadline.hours|72 hours}, or you pay {amount.demand|90,000 USD}.' : '';
      s.say(at % 3 === 0 ? 'buyer' : 'Grey Lantern', at % 3 === 0 ? 'victim' : 'attacker', null, `Message ${at}. ${'Still waiting for your answer. '.repeat(at % 6)}${marked}`);
    }
    return s.messages.map((message, at) => ({ ...message, seq: first + at, locator: `/messages/${first + at}`, segments: renumber(message, first + at) }));
  },
};

function renumber(message: MessageView, seq: number) {
  return message.segments.map((one) => ({ ...one, marks: one.marks.map((mark) => ({ ...mark, id: seq * 8 + (mark.id % 8) })) }));
}
