import type {
  CaseDetail,
  CaseRow,
  CaseStatus,
  ExportFormat,
  ExportRequest,
  ExportResult,
  Failure,
  FirstRun,
  LogRequest,
  Progress,
  SavedSearch,
  SearchPage,
  SearchRequest,
  StoreStatus,
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
  logCase(request: LogRequest): Promise<CaseDetail>;
  listCases(): Promise<CaseRow[]>;
  showCase(id: string): Promise<CaseDetail>;
  setStatus(id: string, status: CaseStatus): Promise<CaseDetail>;
  addNote(id: string, body: string): Promise<CaseDetail>;
  listExportFormats(): Promise<ExportFormat[]>;
  exportCase(request: ExportRequest): Promise<ExportResult>;
  /** The folder that exports go to where nobody chose another. */
  exportFolder(): Promise<string>;
  /** May take long the first time: what is not in the index yet comes in first, told as `job`. */
  search(request: SearchRequest, job: string): Promise<SearchPage>;
  savedSearches(): Promise<SavedSearch[]>;
  /** Null in place of a query forgets the name. */
  saveSearch(name: string, query: string | null): Promise<SavedSearch[]>;
  verifyStore(): Promise<VerifyReport>;
  /** The operating system's own dialog; null where the analyst closed it. */
  chooseFile(): Promise<string | null>;
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
