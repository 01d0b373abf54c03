import { count } from '../format';

/** Board, actors, rules, jobs and settings. */
export const screenWords = {
  board: {
    label: 'Board',
    figures: { open: 'open cases', P1: 'P1, act now', today: 'due in 24 hours', slipped: 'slipped', unassigned: 'nobody’s' },
    groups: { slipped: 'Slipped', day: 'In the next 24 hours', week: 'This week', later: 'Later', none: 'No time limit known' },
    empty: 'No case is open.',
    emptyWords: 'Cases stand here by what is due next. Closed ones do not.',
    limit: 'limit set by the attacker',
    nothing: 'Nothing.',
    utc: 'Times are UTC',
    tasks: { task: 'to do', deadline: 'deadline', clock: 'statutory clock', contact: 'contact promised', reply: 'reply sent' },
  },
  search: {
    label: 'Search', hint: 'Words, "words in order", begin*, case:12, actor:…, after:2026-01-01', where: 'in', everywhere: 'all cases', onlyIn: (number: number) => `case ${number} only`, run: 'Search',
    saved: 'Kept searches', forget: (name: string) => `Forget the search ${name}`, keep: 'Keep this search', nameIt: 'Name of the search',
    syntax: 'OR, NOT, NEAR/5; case: actor: kind: priority: label: after: before:',
    hits: 'Hits', found: (hits: number, more: boolean) => `${count(hits, 'hit')}${more ? ' and more' : ''}`, more: 'More hits',
    none: 'Nothing stored says that.', noneWords: 'Only what is logged is searched. Disguised words are found as they read.',
    begin: 'Search every message, note and title', beginWords: 'What is logged is looked through as it reads: disguised and broken words too. Enter looks; an arrow goes to the hits.',
    what: { title: 'title', note: 'note', message: 'message' },
  },
  across: {
    columns: { cases: 'Cases', times: 'Times', kindWords: 'Kind', shown: 'Observable', newest: 'Newest case' },
    shown: (shown: number, isCut: boolean) => (isCut ? `the first ${count(shown, 'observable')}: narrow them to see others` : count(shown, 'observable')),
    filter: 'Filter', filterHint: 'Filter by a part of it …', kind: 'Kind', everyKind: 'Every kind', shared: 'In two cases or more', inHand: 'Observable in hand',
    inCases: (cases: number) => `in ${count(cases, 'case')}`,
    seen: (times: number, cases: number) => `seen ${count(times, 'time')} in ${count(cases, 'case')}`,
    narrow: (cases: number) => (cases === 1 ? 'Show its case in Cases' : `Show its ${cases} cases in Cases`), casesOf: 'Cases that it stands in',
    newestOnly: (shown: number, all: number) => `The newest ${shown} of ${all}.`,
    noJudgement: 'Seen, not judged: a wallet or an address may belong to a victim, an exchange or a newspaper.',
    nothing: 'No observable is like that.', showAll: 'Show all observables', empty: 'No observable is stored yet.', emptyWords: 'Wallets, onion services, addresses and contacts of every logged case stand here.',
  },
  actors: {
    label: 'Actors',
    filter: 'Filter',
    filterHint: 'Filter by any name …',
    columns: { name: 'Name', aliases: 'Other names', cases: 'Cases', years: 'Years', sanctions: 'Sanctions' },
    shown: (shown: number, all: number) => (shown === all ? count(all, 'actor') : `${shown} of ${count(all, 'actor')}`),
    none: 'No actor is called so.',
    also: 'Other names',
    reached: 'Reached at',
    sanctions: 'Sanctions',
    sanctionsNone: 'None known here. That never means “not sanctioned”.',
    listed: 'listed',
    cases: 'Cases',
    casesNone: 'No case names it as the likeliest.',
    attack: 'ATT&CK',
    more: (left: number) => `${left} more`,
    fewer: 'Fewer',
  },
  rules: {
    label: 'Rules',
    filter: 'Filter',
    filterHint: 'Filter by id, family, words, language …',
    columns: { id: 'Rule', words: 'What it finds', family: 'Family', level: 'Level', languages: 'Languages' },
    shown: (shown: number, all: number) => (shown === all ? count(all, 'rule') : `${shown} of ${count(all, 'rule')}`),
    none: 'No rule says that.',
    any: 'any',
    own: 'own',
    version: 'Version',
    techniques: 'Techniques',
    file: 'File',
    builtIn: 'built in',
    patterns: 'Looks for',
    matches: 'Must match',
    passes: 'Must let pass',
    write: 'Write a rule',
    edit: 'Edit this file',
    editor: 'What the rule finds',
    fileLabel: 'File name',
    ruleLabel: 'Rule file',
    sampleLabel: 'Text to try it on',
    sampleHint: 'Paste a message: what the rule finds in it stands below, as you write.',
    faults: 'What is wrong',
    holds: 'The file and its examples hold.',
    hits: (hits: number, messages: number) => (hits === 0 ? `Nothing found in ${count(messages, 'message')}.` : `${count(hits, 'place')} found in ${count(messages, 'message')}.`),
    message: (seq: number) => `message ${seq + 1}`,
    save: 'Switch on',
    remove: 'Switch off',
    saved: 'Switched on',
    removed: 'Switched off',
    savedWords: 'It counts from the next start of the program. Cases that are stored keep their assessment.',
    fresh: `id = "claim.access.own"
version = 1
family = "claim"
code = "access"
level = "high"
words = "says what you look for, in plain words"
languages = ["en"]

[[pattern]]
literals = ["harbour gate"]
regex = '''\\bthe harbour gate is ours\\b'''

[examples]
matches = ["Since Monday [[the harbour gate is ours]]."]
passes = ["The harbour gate is closed for repairs."]
disguised = ["the h4rb0ur g4t3 1s 0urs"]
`,
  },
  jobs: {
    label: 'Jobs',
    columns: { name: 'What', state: 'State', progress: 'How far', rate: 'Rate', left: 'Time left', action: 'Action' },
    empty: 'No job yet.',
    emptyWords: 'Drop files on the window: each is read as a job of its own, one after the other, and waits for you on Triage.',
    states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'refused', stopped: 'stopped' },
    paste: 'Pasted text',
    sample: 'Sample case',
    rate: (perSecond: string) => `${perSecond}/s`,
    show: 'Show on Triage',
    takeNow: 'Take now',
    remove: 'Take off the list',
    known: (number: number) => `is already in case ${number}`,
  },
  settings: {
    looks: 'Looks',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    density: 'Density',
    densities: { cosy: 'Cosy', compact: 'Compact' },
    zoom: 'Zoom',
    person: 'You',
    personWords: 'This name stands in the chain of custody beside everything you do.',
    store: 'Store',
    where: 'Lies in',
    guarded: 'Passphrase',
    guardedYes: 'asked for at each start; the store is encrypted with it',
    guardedNo: 'none: whoever can read this disk can read the cases',
    holds: 'Holds',
    cases: (cases: number) => count(cases, 'case'),
    offline: 'Connections',
    offlineWords: 'None. This program has no code that makes one, and its window can go nowhere but to its own pages.',
  },
} as const;
