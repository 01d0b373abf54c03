import { type Backend, failureOf } from '../backend/backend';
import type { ActorCard, Failure, OwnRules, Progress, RescanReport, RuleCard, RuleTrial } from '../bindings/wire';

const PAUSE_AFTER_TYPING = 250;

/** What the program knows: groups and rules, and the rule file that is being written. */
export class CatalogueState {
  actors = $state.raw<ActorCard[] | null>(null);
  rules = $state.raw<RuleCard[] | null>(null);
  own = $state.raw<OwnRules[]>([]);
  failure = $state.raw<Failure | null>(null);
  actorFilter = $state('');
  ruleFilter = $state('');
  actorInHand = $state<string | null>(null);
  ruleInHand = $state<string | null>(null);
  /** The rule file on the table; none while rules are only read. */
  draft = $state<OwnRules | null>(null);
  sample = $state('');
  trial = $state.raw<RuleTrial | null>(null);
  /** What the file on the table would change in stored cases, or the rules in use do; and the job that finds it out. */
  effect = $state.raw<RescanReport | null>(null);
  busy = $state.raw<Progress | null>(null);
  rescanning = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #jobs = 0;

  shownActors = $derived(matching(this.actors ?? [], this.actorFilter, (actor) => [actor.name, ...actor.aliases.map((alias) => alias.text), actor.attackId ?? '']));
  shownRules = $derived(matching(this.rules ?? [], this.ruleFilter, (rule) => [rule.id, rule.family, rule.level, rule.words, ...rule.languages, ...rule.techniques, rule.ownFile ? 'own' : '']));
  actor = $derived(this.shownActors.find((actor) => actor.name === this.actorInHand) ?? null);
  rule = $derived(this.shownRules.find((rule) => rule.id === this.ruleInHand) ?? null);

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    if (this.actors && this.rules) return;
    try {
      [this.actors, this.rules, this.own] = await Promise.all([this.backend.listActors(), this.backend.listRules(), this.backend.ownRules()]);
      this.failure = null;
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  /** Put a rule file on the table: one of the analyst's own, or a fresh one. */
  write(file: string | null, fresh: string): void {
    const known = this.own.find((one) => one.file === file);
    this.draft = known ? { ...known } : { file: `own-${this.own.length + 1}.toml`, text: fresh };
    this.typed(0);
  }

  /** The file or the text to try it on was changed: try it when the hands rest. */
  typed(pause = PAUSE_AFTER_TYPING): void {
    this.effect = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), pause);
  }

  async #try(): Promise<void> {
    if (!this.draft) return;
    const tried = (this.#tries += 1);
    try {
      const trial = await this.backend.tryRule(this.draft.text, this.sample);
      if (tried === this.#tries) this.trial = trial;
    } catch (thrown) {
      if (tried === this.#tries) this.trial = { faults: [failureOf(thrown).message], hits: [], messages: 0 };
    }
  }

  /** Find out what the file on the table would change in stored cases. */
  async tryOnCases(): Promise<void> {
    const files = this.#withDraft();
    await this.#run((job) => this.backend.ownRulesEffect(files, job));
  }

  /** Find out what the rules in use change in stored cases, or judge those again. */
  async rescan(preview: boolean): Promise<void> {
    await this.#run((job) => this.backend.rescan(null, preview, job));
  }

  async #run(work: (job: string) => Promise<RescanReport>): Promise<void> {
    const job = `rules-${(this.#jobs += 1)}`;
    this.effect = null;
    this.busy = { job, words: '', done: 0, total: null };
    try {
      this.effect = await work(job);
    } finally {
      this.busy = null;
    }
  }

  progress(told: Progress): void {
    if (this.busy?.job === told.job) this.busy = told;
  }

  async cancel(): Promise<void> {
    if (this.busy) await this.backend.cancelJob(this.busy.job);
  }

  #withDraft(): OwnRules[] {
    const draft = this.draft;
    return [...this.own.filter((one) => one.file !== draft?.file), ...(draft ? [$state.snapshot(draft)] : [])];
  }

  /** Switch the file on the table on, beside the others. */
  async save(): Promise<void> {
    if (this.draft) await this.#use(this.#withDraft());
  }

  /** Switch the file on the table off. */
  async remove(): Promise<void> {
    await this.#use(this.own.filter((one) => one.file !== this.draft?.file));
  }

  async #use(files: OwnRules[]): Promise<void> {
    this.own = await this.backend.setOwnRules(files);
    this.rules = await this.backend.listRules();
    this.leave();
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.effect = null;
    this.draft = null;
    this.trial = null;
  }
}

/** Those of which every word that was typed stands in one of their texts. */
function matching<T>(all: T[], typed: string, texts: (one: T) => string[]): T[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return all;
  return all.filter((one) => {
    const text = texts(one).join('\n').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
