import type { JumpTo, MarkRef, MessageView, Role, Segment } from '../../bindings/wire';
import { defang } from '../../words/defang';
import { pieces } from '../../words/hidden';

/** The rules of the invented program: kind and plain reason. */
const rules: Record<string, [kind: string, words: string]> = {
  'claim.exfiltrated': ['claim', 'they say that data was taken'],
  'claim.encrypted': ['claim', 'they say that data was encrypted'],
  'data.client': ['data-type', 'customers’ data is named'],
  'data.database': ['data-type', 'databases are named'],
  'data.financial': ['data-type', 'financial data is named'],
  'data.employee': ['data-type', 'employees’ data is named'],
  'volume.stated': ['volume', 'a volume of taken data is stated'],
  'threat.publish': ['threat', 'publication is threatened'],
  'threat.media': ['threat', 'the press is threatened'],
  'threat.price': ['threat', 'the price will rise'],
  'proof.file-list': ['proof', 'a list of files is offered'],
  'proof.test-decrypt': ['proof', 'a test decryption is offered'],
  'amount.demand': ['amount', 'a sum is asked'],
  'amount.offer': ['amount', 'the victim offers a sum'],
  'deadline.hours': ['deadline', 'a time limit is set'],
  'payment.bitcoin': ['payment', 'payment in a coin is asked'],
  'contact.tor': ['contact', 'contact over Tor is asked'],
  'pressure.no-police': ['pressure', 'the police is warned against'],
  'actor.named': ['actor', 'a group names itself'],
  'observable.bitcoin': ['observable', 'a Bitcoin address'],
  'observable.onion': ['observable', 'an onion service'],
  'victim.named': ['victim', 'a victim is named'],
  'context.report': ['context', 'a report about others'],
};

/** Where the `nth` mark of a rule stands, as the findings say it. */
export type Places = Map<string, JumpTo[]>;

/** Turns `{rule|text}`, nested where marks overlap, into messages, and remembers where each rule stood. */
export class Scribe {
  readonly messages: MessageView[] = [];
  readonly places: Places = new Map();
  #marks = 0;

  say(sender: string | null, role: Role, time: string | null, text: string, more: Partial<MessageView> = {}): void {
    const seq = this.messages.length;
    const segments: Segment[] = [];
    this.#read(text, 0, [], segments, seq);
    this.messages.push({
      seq, kind: 'message', sender, role, time, timeAsWritten: time, zone: time ? 'stated' : null, state: 'sent', segments, attachments: [],
      defanged: defang(segments.map((one) => (one.badge ? `⟨${one.badge}⟩` : one.text)).join('')), locator: `/messages/${seq}`, ...more,
    });
  }

  at(rule: string, nth = 0): JumpTo {
    return this.places.get(rule)?.[nth] ?? { message: 0, mark: null, quote: '' };
  }

  #read(text: string, from: number, marks: MarkRef[], into: Segment[], seq: number): number {
    let run = '';
    const flush = () => {
      if (run) into.push(...pieces(run).map((piece) => ({ ...piece, marks })));
      run = '';
    };
    for (let at = from; at < text.length; at += 1) {
      const found = /^\{([a-z.-]+)\|/.exec(text.slice(at, at + 40));
      if (found?.[1]) {
        flush();
        const rule = found[1];
        const [kind, words] = rules[rule] ?? ['context', rule];
        const id = (this.#marks += 1);
        const first = into.length;
        at = this.#read(text, at + found[0].length, [...marks, { id, kind, words, rule, review: null }], into, seq);
        const quote = into.slice(first).map((one) => one.text).join('');
        this.places.set(rule, [...(this.places.get(rule) ?? []), { message: seq, mark: id, quote }]);
      } else if (text[at] === '}' && marks.length > 0) {
        flush();
        return at;
      } else run += text[at];
    }
    flush();
    return text.length;
  }
}
