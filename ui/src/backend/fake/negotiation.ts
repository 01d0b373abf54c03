import type { TriageView } from '../../bindings/wire';
import { Scribe } from './markup';
import { assessment, reasons, triageView } from './view';

const A = 'Grey Lantern';
const V = 'harrowfield';
const onion = 'greylantern7exampleexampleexampleexampleexampleexample2d.onion';
const wallet = 'bc1qexampleexampleexampleexampleexampleexam';
const inHours = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * 3_600_000).toISOString();

/** An invented negotiation of twelve messages and one line of the program. */
export function negotiation(draft: string): { view: TriageView; scribe: Scribe } {
  const s = new Scribe();
  s.say(null, 'unknown', '2026-03-02 21:04:11', 'Chat created. Your session key is stored in the link.', { kind: 'system' });
  s.say(A, 'attacker', '2026-03-02 21:04:12', 'Hello {victim.named|Harrowfield Seed Company}. We are {actor.named|Grey Lantern}. {claim.encrypted|Your file servers and backups are encrypted} and before that {claim.exfiltrated|we downloaded {volume.stated|140 GB} of your data}: {data.financial|accounting, contracts}, {data.employee|passports and payroll of your staff} and the {data.client|customer} {data.database|database}.');
  s.say(A, 'attacker', '2026-03-02 21:05:40', '{pressure.no-police|Do not call the police or a recovery firm}, they can not help and you lose time.\nIf we do not agree, {threat.publish|everything goes to our blog} and {threat.media|we write to the newspapers of your region}.');
  s.say(V, 'victim', '2026-03-03 07:31:02', 'Who is this? We need to see what you have before we talk to the management.');
  s.say(A, 'attacker', '2026-03-03 07:44:19', `{proof.file-list|Full file tree is attached}. You can send two small files and {proof.test-decrypt|we decrypt them for free}. The listing is also here: http://{observable.onion|${onion}}/harrowfield`, { attachments: ['tree_harrowfield.txt'] });
  s.say(V, 'victim', '2026-03-03 09:12:55', 'We checked some of the names. What do you want?', { state: 'edited' });
  s.say(A, 'attacker', '2026-03-03 09:20:30', 'The price is {amount.demand|1,500,000 USD} for the decryptor, deletion of the data and a report how we came in. You have {deadline.hours|72 hours}. {threat.price|After that it doubles}.');
  s.say(V, 'victim', '2026-03-03 15:48:07', 'That is impossible. We are a family company, the harvest was bad. The management can offer {amount.offer|100,000 USD}.');
  s.say(A, 'attacker', '2026-03-03 16:02:44', 'We have seen {data.financial|your balance sheet}. Your revenue is 48 million. Do not tell us about the harvest. We can go to {amount.demand|1,200,000 USD} if you pay {deadline.hours|until Friday}.');
  s.say(V, 'victim', '2026-03-04 08:15:00', 'I need the approval of two people, one is travelling. Can you give us more time?', { zone: 'unknown' });
  s.say(A, 'attacker', '2026-03-04 08:30:12', `{payment.bitcoin|Payment only in Bitcoin} to {observable.bitcoin|${wallet}}. {contact.tor|Write only here, over Tor Browser.} Our suppor\u202et never sleeps\u202c.`, { zone: 'unknown' });
  s.say(A, 'attacker', '2026-03-04 19:01:33', 'Silence is also an answer. {threat.publish|First part of the files goes online tonight.}', { zone: 'unknown' });

  const { list, score } = reasons(s, [
    ['claim.exfiltrated', 2.1, 'Says that data was taken'],
    ['threat.publish', 1.9, 'Threatens to publish the data'],
    ['amount.demand', 1.4, 'Asks for a sum of money'],
    ['claim.encrypted', 1.2, 'Says that data was encrypted'],
    ['deadline.hours', 0.9, 'Sets a time limit'],
    ['payment.bitcoin', 0.7, 'Asks for payment in a coin'],
    ['proof.file-list', 0.5, 'Offers a list of files as proof'],
    ['pressure.no-police', 0.4, 'Warns against police and recovery firms'],
  ]);
  const view = triageView(draft, s.messages, {
    title: 'harrowfield_chat.json', acquired: 'file', bytes: 7_412, format: 'ransomware-chat-json', formatName: 'Ransomware chat (JSON)', elapsedMs: 4.1,
    assessment: assessment({
      sentence: 'Extortion: data theft and encryption, Grey Lantern by its own name; 1.2 million USD by Friday; proof: file list shown',
      score, reasons: list, priorityBecause: 'a sum is asked and a deadline is near',
    }),
    actors: [
      { name: 'Grey Lantern', stated: true, grade: 'self-named', gradeWords: 'by its own name', because: 'the text says who writes', asWritten: A, aliases: ['GreyLtn', 'Lantern Crew'], attackId: null, sanctions: ['Sample list: Lantern Crew since 2024-01-01, as of 2026-01-01; not legal advice'], disputedBy: null, at: s.at('actor.named') },
    ],
    amounts: [
      { text: '1,500,000 USD', value: 1_500_000, currency: 'USD', role: 'demand', by: 'attacker', at: s.at('amount.demand') },
      { text: '1,200,000 USD', value: 1_200_000, currency: 'USD', role: 'demand', by: 'attacker', at: s.at('amount.demand', 1) },
      { text: '100,000 USD', value: 100_000, currency: 'USD', role: 'offer', by: 'victim', at: s.at('amount.offer') },
    ],
    deadlines: [
      { text: '72 hours', due: inHours(22), assumed: 'counted from the message’s own time', kind: 'price_increase', kindWords: 'before the price rises', soft: false, at: s.at('deadline.hours') },
      { text: 'until Friday', due: inHours(52), assumed: 'the Friday after the message', kind: 'payment', kindWords: 'to pay', soft: true, at: s.at('deadline.hours', 1) },
    ],
    ledger: [
      { kind: 'demand', text: '1,500,000 USD', words: 'a demand', by: 'attacker', at: s.at('amount.demand') },
      { kind: 'limit', text: '72 hours', words: 'a time limit, for a demand of 1,500,000 USD', by: 'attacker', at: s.at('deadline.hours') },
      { kind: 'offer', text: '100,000 USD', words: 'an offer, against a demand of 1,500,000 USD', by: 'victim', at: s.at('amount.offer') },
      { kind: 'demand', text: '1,200,000 USD', words: 'a demand, lowers a demand of 1,500,000 USD', by: 'attacker', at: s.at('amount.demand', 1) },
    ],
    curve: {
      width: 320, height: 88, top: '1,500,000 USD', askedPath: 'M4 4H316V20', asked: [[4, 4], [316, 20]], offeredPath: 'M212 78.7', offered: [[212, 78.7]], limits: [108],
    },
    register: [
      { claim: 'encrypted', words: 'data was encrypted', standing: 'sample-offered', standingWords: 'proof was offered', times: 1, at: s.at('claim.encrypted'), support: [{ words: 'a test decryption', at: s.at('proof.test-decrypt') }], against: [] },
      { claim: 'exfiltrated', words: 'data was taken', standing: 'sample-shown', standingWords: 'proof was shown', times: 1, at: s.at('claim.exfiltrated'), support: [{ words: 'a list of files', at: s.at('proof.file-list') }], against: [] },
    ],
    claims: [
      { family: 'claim', code: 'encrypted', words: 'data was encrypted', by: 'attacker', at: s.at('claim.encrypted') },
      { family: 'claim', code: 'exfiltrated', words: 'data was taken', by: 'attacker', at: s.at('claim.exfiltrated') },
      { family: 'volume', code: '140 GB', words: '140 GB', by: 'attacker', at: s.at('volume.stated') },
      { family: 'data-type', code: 'financial', words: 'financial data', by: 'attacker', at: s.at('data.financial') },
      { family: 'data-type', code: 'employee', words: 'employees’ data', by: 'attacker', at: s.at('data.employee') },
      { family: 'data-type', code: 'client', words: 'clients’ or customers’ data', by: 'attacker', at: s.at('data.client') },
      { family: 'threat', code: 'publish', words: 'to publish the data', by: 'attacker', at: s.at('threat.publish') },
      { family: 'threat', code: 'media', words: 'to tell the press', by: 'attacker', at: s.at('threat.media') },
      { family: 'proof', code: 'file_list', words: 'a list of files', by: 'attacker', at: s.at('proof.file-list') },
      { family: 'proof', code: 'test_decrypt', words: 'a test decryption', by: 'attacker', at: s.at('proof.test-decrypt') },
    ],
    observables: [
      { kind: 'onion', kindWords: 'onion service', shown: onion.replace('.onion', '[.]onion'), value: onion, validity: 'unchecked', repair: null, at: s.at('observable.onion'), count: 2 },
      { kind: 'bitcoin', kindWords: 'Bitcoin address', shown: wallet, value: wallet, validity: 'invalid', repair: wallet.replace(/m$/, 'q'), at: s.at('observable.bitcoin'), count: 1 },
    ],
    victims: [{ name: 'Harrowfield Seed Company', kind: 'organisation', at: s.at('victim.named') }],
    notes: [{ kind: 'time-unreadable', words: 'a time could not be read', locator: '/messages/9/date', found: '04.03.26 8h15', keptAs: 'the wall time, without a zone' }],
  });
  return { view, scribe: s };
}
