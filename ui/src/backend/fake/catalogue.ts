import type { ActorCard, OwnRules, RuleCard, RuleTrial } from '../../bindings/wire';

const source = 'Invented catalogue';

/** Invented groups. */
export const actors: ActorCard[] = ['Grey Lantern', 'Hollow Tide', 'Paper Kite', 'Umber Fox'].map((name, at) => ({
  name, attackId: at === 0 ? 'G9001' : null, years: at < 2 ? '2023–2026' : null, note: null,
  aliases: [{ text: name, source }, { text: `${name.split(' ')[0]} Crew`, source }, { text: `${name.split(' ')[0]} Crew`, source: 'Second invented catalogue' }],
  reachedAt: [{ text: `${name.toLowerCase().replace(' ', '')}example[.]onion`, source }],
  sanctions: at === 0 ? ['Sample list: Lantern Crew, since 2024-01-01, as of 2026-01-01; not legal advice'] : [],
}));

/** Invented rules. */
export const rules: RuleCard[] = [
  ['claim.exfiltrated', 'claim', 'critical', 'says that data was taken', 'we [[downloaded your data]]', 'we downloaded the manual'],
  ['threat.publish', 'threat', 'high', 'threatens to publish the data', '[[everything goes to our blog]]', 'read our blog'],
  ['payment.bitcoin', 'payment', 'medium', 'asks for payment in a coin', '[[pay in Bitcoin]] only', 'the price of Bitcoin fell'],
].map(([id = '', family = '', level = '', words = '', match = '', pass = '']) => ({
  id, version: 1, family, level, words, languages: ['en'], techniques: family === 'claim' ? ['T1657'] : [], patterns: ['\\bexample\\b'], matches: [match], passes: [pass], ownFile: null,
}));

export class FakeRules {
  own: OwnRules[] = [];

  set(files: OwnRules[]): OwnRules[] {
    this.own = files.map((file) => ({ ...file }));
    return this.own;
  }

  /** A rule "file" finds its first literal; without an id it is wrong. */
  try(rule: string, text: string): RuleTrial {
    if (!/^id = "/m.test(rule)) return { faults: ['rule.toml, line 1: expected id = "…", found nothing'], hits: [], messages: 0 };
    const literal = /literals = \["([^"]+)"/.exec(rule)?.[1] ?? '\u0000';
    const messages = text.split(/\n{2,}/).filter((one) => one.trim() !== '');
    const hits = messages.flatMap((one, message) => (one.toLowerCase().includes(literal) ? [{ rule: 'own', words: 'what you look for', message, quote: literal }] : []));
    return { faults: [], hits, messages: messages.length };
  }
}
