import type {
  ActorCard,
  BackupRow,
  Backups,
  CaseChange,
  CaseDetail,
  CaseLinks,
  CaseNetwork,
  CaseRow,
  CaseStatus,
  CleanedView,
  DiaryLine,
  ExportFormat,
  ExportManyRequest,
  ExportManyResult,
  ExportPreviewView,
  ExportRequest,
  ExportResult,
  Failure,
  FirstRun,
  FoundIn,
  HeldIn,
  HiddenRow,
  ItemsView,
  JudgementRow,
  LineChange,
  LogRequest,
  MarkReview,
  NearMissView,
  NewLine,
  ObservableCasesRequest,
  ObservableRow,
  ObservablesRequest,
  OutlineView,
  OwnRules,
  Progress,
  ReadingsView,
  RescanReport,
  Restored,
  RestoreRequest,
  RuleCard,
  RuleTrial,
  SalvageReport,
  SavedSearch,
  SearchPage,
  SearchRequest,
  ShiftRequest,
  StoreStatus,
  TakenOverView,
  TranscriptPage,
  TriageRequest,
  TriageView,
  VerifyReport,
} from '../bindings/wire';

/** What a drag over the window is doing. Paths are of this machine and name nothing the analyst could not open anyway. */
export type Drop = { kind: 'over' } | { kind: 'left' } | { kind: 'dropped'; paths: string[] };

/** Ends a subscription. */
export type Stop = () => void;

/** The program behind the window: one method for each command. A refused call throws a {@link Failure}. */
export interface Backend {
  storeStatus(): Promise<StoreStatus>;
  setUpStore(answers: FirstRun): Promise<StoreStatus>;
  unlockStore(passphrase: string): Promise<StoreStatus>;
  /** May take long: {@link onProgress} tells how far `job` is, {@link cancelJob} ends it without a trace. */
  triage(request: TriageRequest, job: string): Promise<TriageView>;
  cancelJob(job: string): Promise<void>;
  /** At most 500 messages of a draft's or a case item's transcript. */
  transcriptPage(draft: string, first: number, count: number): Promise<TranscriptPage>;
  /** Those of at most 500 messages that the engine reads otherwise than they were written. */
  cleanedPage(draft: string, first: number, count: number): Promise<CleanedView[]>;
  /** Days, speakers, kinds of mark and marks of the whole transcript. */
  transcriptOutline(draft: string): Promise<OutlineView>;
  /** What was found and does not count; for one message also what was nearly found. */
  whyNot(draft: string, message: number | null): Promise<NearMissView[]>;
  /** Say something of a mark in a triage that is not stored yet; gives the first page anew. */
  reviewDraft(review: MarkReview): Promise<TranscriptPage>;
  /** The judgement without what was dismissed; null where nothing is. */
  reviewEffect(draft: string): Promise<JudgementRow | null>;
  /** What every likely reader would make of a triage that is not stored yet. */
  listReadings(draft: string): Promise<ReadingsView>;
  /** Every file of these files and folders. */
  listItems(paths: string[]): Promise<ItemsView>;
  /** The messages of a transcript that hold the text. */
  findInTranscript(draft: string, text: string): Promise<FoundIn>;
  logCase(request: LogRequest): Promise<CaseDetail>;
  listCases(): Promise<CaseRow[]>;
  showCase(id: string): Promise<CaseDetail>;
  setStatus(id: string, status: CaseStatus): Promise<CaseDetail>;
  changeCase(id: string, change: CaseChange): Promise<CaseDetail>;
  addLine(id: string, line: NewLine): Promise<CaseDetail>;
  changeLine(id: string, number: number, change: LineChange): Promise<CaseDetail>;
  /** What is still to be done, in every case. */
  listDiary(): Promise<DiaryLine[]>;
  /** The cases that hold these bytes already. */
  heldIn(sha256: string): Promise<HeldIn[]>;
  /** Say something of a mark in a transcript of the case that is shown. */
  reviewMark(id: string, review: MarkReview): Promise<CaseDetail>;
  addNote(id: string, body: string): Promise<CaseDetail>;
  /** Cases that are deleted or went into another one. */
  listHidden(): Promise<HiddenRow[]>;
  /** A case file or bundle of another store, beside a copy of the case that is here or into it. */
  importCase(path: string, merge: boolean, job: string): Promise<TakenOverView>;
  /** Gives the case that stays. */
  mergeCases(from: string, into: string): Promise<CaseDetail>;
  /** Evidence by id or label; gives the new case. */
  splitCase(id: string, evidence: string[], title: string): Promise<CaseDetail>;
  /** Only a deleted case; backups made before still hold it. Gives how many things went. */
  purgeCase(id: string): Promise<number>;
  caseLinks(id: string, job: string): Promise<CaseLinks>;
  caseNetwork(id: string, job: string): Promise<CaseNetwork>;
  listObservables(request: ObservablesRequest): Promise<ObservableRow[]>;
  observableCases(request: ObservableCasesRequest): Promise<CaseRow[]>;
  /** Null: every case that other rules than those in use judged. A stopped one goes on the next time. */
  rescan(id: string | null, preview: boolean, job: string): Promise<RescanReport>;
  listExportFormats(): Promise<ExportFormat[]>;
  /** What would leave; nothing is written. */
  previewExport(request: ExportRequest): Promise<ExportPreviewView>;
  exportCase(request: ExportRequest): Promise<ExportResult>;
  /** One file where the format takes many cases, else a file for each. */
  exportMany(request: ExportManyRequest, job: string): Promise<ExportManyResult>;
  /** What came in, what changed and what falls due. */
  shiftReport(request: ShiftRequest, job: string): Promise<ExportManyResult>;
  /** The folder that exports go to where nobody chose another. */
  exportFolder(): Promise<string>;
  /** May take long the first time: what is not in the index yet comes in first, told as `job`. */
  search(request: SearchRequest, job: string): Promise<SearchPage>;
  savedSearches(): Promise<SavedSearch[]>;
  /** Null in place of a query forgets the name. */
  saveSearch(name: string, query: string | null): Promise<SavedSearch[]>;
  verifyStore(): Promise<VerifyReport>;
  listBackups(): Promise<Backups>;
  /** Null: the folder in the store. */
  setBackupFolder(folder: string | null): Promise<Backups>;
  /** Null: none was due. It takes as long as the store is large: for when the work is done. */
  keepBackup(): Promise<BackupRow | null>;
  backUpStore(path: string): Promise<BackupRow>;
  restoreStore(request: RestoreRequest): Promise<Restored>;
  /** The folder must not be there yet. */
  salvageStore(folder: string, passphrase: string | null, job: string): Promise<SalvageReport>;
  listActors(): Promise<ActorCard[]>;
  listRules(): Promise<RuleCard[]>;
  ownRules(): Promise<OwnRules[]>;
  /** In the place of those that were on; they are in force at once. */
  setOwnRules(files: OwnRules[]): Promise<OwnRules[]>;
  /** What these rule files would change in the stored cases. Nothing is stored. */
  ownRulesEffect(files: OwnRules[], job: string): Promise<RescanReport>;
  /** What a rule file finds in a text, and what is wrong with it. */
  tryRule(rule: string, text: string): Promise<RuleTrial>;
  /** Show the whole window larger or smaller; 1 is as made. */
  setZoom(factor: number): Promise<void>;
  /** The operating system's own dialog; none, or null, where the analyst closed it. */
  chooseFiles(): Promise<string[]>;
  chooseFolder(): Promise<string | null>;
  onProgress(hear: (progress: Progress) => void): Promise<Stop>;
  onDrop(hear: (drop: Drop) => void): Promise<Stop>;
}

/** What was thrown, as a failure: ours as it is, everything else as an internal one. */
export function failureOf(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'nextStep' in thrown) {
    return thrown as Failure;
  }
  return { code: 'internal', message: String(thrown).slice(0, 300), nextStep: '' };
}
