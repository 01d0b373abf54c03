// Generated from crates/app/src/wire by `make bindings`. Do not edit.

export type AcquisitionKind = "file" | "paste";

export type AmountRole = "demand" | "offer" | "paid" | "other";

export type CaseStatus = "new" | "open" | "waiting" | "closed";

export type Caveat = "too-short" | "language-not-covered" | "mostly-pictures" | "mostly-unreadable" | "text-by-ocr" | "format-unknown" | "name-disputed";

export type ClaimCode = "encrypted" | "exfiltrated" | "not_exfiltrated" | "published" | "recorded" | "access" | "vulnerability" | "ddos_capability";

export type DeadlineKind = "payment" | "contact" | "publish" | "price_increase" | "key_destroy" | "discount" | "response";

export type Grade = "infrastructure" | "contact" | "template" | "self-named" | "mentioned";

export type MessageKind = "message" | "system";

export type MessageState = "sent" | "edited" | "deleted";

export type ObservableKind = "bitcoin" | "bitcoin-cash" | "ethereum" | "monero" | "litecoin" | "dogecoin" | "dash" | "zcash" | "tron" | "ripple" | "stellar" | "cardano" | "ton" | "solana" | "onion" | "url" | "domain" | "ip" | "email" | "jabber" | "tox" | "session" | "telegram" | "iban" | "phone" | "cve" | "md5" | "sha1" | "sha256" | "victim-id";

export type Priority = "P1" | "P2" | "P3" | "P4";

export type Role = "attacker" | "victim" | "reporter" | "unknown";

export type Standing = "asserted" | "sample-offered" | "sample-shown" | "verified" | "contradicted";

export type StepKind = "demand" | "discount" | "offer" | "payment" | "limit";

export type Tlp = "TLP:CLEAR" | "TLP:GREEN" | "TLP:AMBER" | "TLP:AMBER+STRICT" | "TLP:RED";

export type Validity = "valid" | "invalid" | "unchecked";

export type TieKind = "bytes" | "wallet" | "onion" | "tox" | "session" | "email" | "jabber" | "telegram" | "victim-id" | "victim" | "wording" | "persona" | "template";

export type Verdict = "extortion" | "about-extortion" | "unrelated";

export type VictimKind = "organisation" | "domain" | "person";

export type Zone = "stated" | "assumed" | "unknown" | "relative";

export type ReviewVerdict = "confirmed" | "dismissed" | "withdrawn";

export type Statute = "gdpr-72h" | "nis2-24h" | "nis2-72h" | "sec-4bd";

export type TaskKind = "task" | "deadline" | "clock" | "contact" | "reply";

export type TaskState = "due" | "extended" | "met" | "slipped" | "dropped";

export type Failure = { 
/**
 * What to branch on.
 */
code: FailureCode, 
/**
 * What failed, and whether anything was changed. Words of the input are quoted, capped and visible.
 */
message: string, 
/**
 * What to do next.
 */
nextStep: string, };

export type FailureCode = "evidence-unreadable" | "format-unknown" | "store-missing" | "store-locked" | "wrong-passphrase" | "store-damaged" | "store-newer" | "store-busy" | "disk-full" | "not-found" | "stopped" | "tlp-refused" | "out-not-writable" | "rules-wrong" | "wrong-usage" | "internal";

export type Segment = { 
/**
 * The text to show: exhibit text with every hidden character apart in a segment of its own.
 */
text: string, 
/**
 * For a hidden character: its code point, `U+202E`; `text` is then empty.
 */
badge: string | null, 
/**
 * The marks that cover it, widest first; empty for plain text.
 */
marks: Array<MarkRef>, };

export type MarkRef = { 
/**
 * The number of the mark in its transcript; the same for each segment it covers.
 */
id: number, 
/**
 * `claim`, `data-type`, `volume`, `threat`, `proof`, `amount`, `deadline`, `payment`, `contact`, `pressure`, `actor`, `observable`, `victim`: hue and underline.
 */
kind: string, 
/**
 * Plain reason.
 */
words: string, 
/**
 * The rule.
 */
rule: string, 
/**
 * What an analyst last said of it.
 */
review: ReviewVerdict | null, };

export type MessageView = { 
/**
 * Its number in the transcript.
 */
seq: number, 
/**
 * Said, or written by the program.
 */
kind: MessageKind, 
/**
 * The sender as the exhibit has it, hidden characters made visible.
 */
sender: string | null, 
/**
 * The sender's part.
 */
role: Role, 
/**
 * The time to show, `2025-07-05 12:38:21`, and nothing where none is known.
 */
time: string | null, 
/**
 * The stamp as written.
 */
timeAsWritten: string | null, 
/**
 * How the zone is known.
 */
zone: Zone | null, 
/**
 * As sent, edited or deleted.
 */
state: MessageState, 
/**
 * The body.
 */
segments: Array<Segment>, 
/**
 * The body with links defanged, for copying.
 */
defanged: string, 
/**
 * Names of attachments.
 */
attachments: Array<string>, 
/**
 * Where in the evidence.
 */
locator: string, };

export type NoteView = { 
/**
 * `bytes-replaced` and the like.
 */
kind: string, 
/**
 * In plain words.
 */
words: string, 
/**
 * Where in the evidence.
 */
locator: string, 
/**
 * What stood there.
 */
found: string, 
/**
 * What became of it.
 */
keptAs: string, };

export type TranscriptPage = { 
/**
 * Messages in the whole transcript.
 */
total: number, 
/**
 * The number of the first message of this page.
 */
first: number, 
/**
 * At most 500.
 */
messages: Array<MessageView>, };

export type TriageSource = { "paste": { 
/**
 * The text.
 */
text: string, } } | { "file": { 
/**
 * Its path on this machine.
 */
path: string, } } | "sample" | { "again": string };

export type SaidRole = { 
/**
 * The name as the window shows it.
 */
name: string, 
/**
 * The part.
 */
role: Role, };

export type TriageRequest = { 
/**
 * What.
 */
source: TriageSource, 
/**
 * Read as this format, whatever it looks like.
 */
format: string | null, 
/**
 * The zone of stamps that state none (IANA name).
 */
zone: string | null, 
/**
 * Which column of a table holds what: `time=1,sender=From,text=3`.
 */
columns: string | null, 
/**
 * Who plays which part, where an analyst knows better.
 */
roles: Array<SaidRole>, };

export type ReadingsView = { 
/**
 * Those readers, the surest first.
 */
candidates: Array<ReadingView>, 
/**
 * The tables in it.
 */
tables: Array<TableView>, 
/**
 * Every format, by name.
 */
formats: Array<FormatName>, };

export type ReadingView = { 
/**
 * The format id.
 */
format: string, 
/**
 * Its name.
 */
name: string, 
/**
 * `certain`, `likely` or `fallback`.
 */
sure: string, 
/**
 * Messages said by somebody.
 */
messages: number, 
/**
 * Messages written by a program.
 */
systemEvents: number, 
/**
 * What it would not read plainly.
 */
notes: number, 
/**
 * The first messages, shortened.
 */
first: Array<FirstLine>, };

export type FirstLine = { 
/**
 * Who, hidden characters visible.
 */
sender: string | null, 
/**
 * What, hidden characters visible.
 */
text: string, };

export type TableView = { 
/**
 * The sheet, where there are several.
 */
sheet: string | null, 
/**
 * Its columns.
 */
columns: Array<ColumnView>, 
/**
 * Its first rows.
 */
rows: Array<Array<string>>, };

export type ColumnView = { 
/**
 * Its name, where it has one.
 */
name: string | null, 
/**
 * What it holds: `time`, `date`, `sender`, `text`, `attachments`; none where it is left out.
 */
field: string | null, };

export type FormatName = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

export type ItemsView = { 
/**
 * Their paths, those of a folder in sorted order.
 */
files: Array<string>, 
/**
 * What was passed over, and why.
 */
refused: Array<Failure>, };

export type CleanedView = { 
/**
 * The message.
 */
seq: number, 
/**
 * What was done to it, in order: `revealed`, `folded`, `decoded`, `spaced`, `leet`, `turned`, `seen`, `unquoted`, `unwrapped`.
 */
steps: Array<string>, 
/**
 * The text, run by run.
 */
segments: Array<CleanedSegment>, };

export type CleanedSegment = { 
/**
 * The text to show; empty for a hidden character, and where something was taken away.
 */
text: string, 
/**
 * For a hidden character: its code point.
 */
badge: string | null, 
/**
 * The marks that cover it, widest first.
 */
marks: Array<MarkRef>, 
/**
 * Where another text stood: that text, shortened, hidden characters visible.
 */
was: string | null, };

export type OutlineView = { 
/**
 * Its days, in its order; one that comes again is named again. At most 2,000.
 */
days: Array<DayView>, 
/**
 * Who speaks, in order of appearance; at most 500.
 */
speakers: Array<SpeakerView>, 
/**
 * The kinds of mark in it.
 */
kinds: Array<KindView>, 
/**
 * Its marks in its order; at most 2,000.
 */
marks: Array<PlaceView>, };

export type DayView = { 
/**
 * `2026-03-02`; none for messages without a known day.
 */
day: string | null, 
/**
 * How the zone is known.
 */
zone: Zone | null, 
/**
 * Its first message.
 */
message: number, 
/**
 * How many.
 */
messages: number, };

export type SpeakerView = { 
/**
 * The name, hidden characters visible; none for messages without a sender.
 */
name: string | null, 
/**
 * The part.
 */
role: Role, 
/**
 * The first message.
 */
message: number, 
/**
 * How many.
 */
messages: number, };

export type KindView = { 
/**
 * Which.
 */
kind: string, 
/**
 * How many.
 */
marks: number, };

export type PlaceView = { 
/**
 * Its kind.
 */
kind: string, 
/**
 * Plain reason.
 */
words: string, 
/**
 * Where.
 */
at: JumpTo, };

export type NearMissView = { 
/**
 * The rule.
 */
rule: string, 
/**
 * What it finds.
 */
words: string, 
/**
 * Why not: `denied`, `quoted`, `reported`, `asked` by the words around it; `speaker`, it counts from somebody else alone; `otherwise`, words
 * beside it say that something else is meant; `word`, only a word of it is there.
 */
because: string, 
/**
 * Where.
 */
at: JumpTo, };

export type JumpTo = { 
/**
 * The message.
 */
message: number, 
/**
 * The mark in it.
 */
mark: number | null, 
/**
 * The words there, shortened to a line, hidden characters visible.
 */
quote: string, };

export type ReasonView = { 
/**
 * The rule.
 */
rule: string, 
/**
 * What it adds to the log-odds.
 */
points: number, 
/**
 * Plain reason.
 */
words: string, 
/**
 * Where; none for the starting point.
 */
at: JumpTo | null, 
/**
 * "without this: 58", the score in whole points.
 */
without: number | null, };

export type AssessmentView = { 
/**
 * The verdict.
 */
verdict: Verdict, 
/**
 * The verdict in words: `Extortion`, `About extortion`, `No signs found`.
 */
verdictWords: string, 
/**
 * One sentence a person would say; begins with `verdict_words`.
 */
sentence: string, 
/**
 * 0–100.
 */
score: number, 
/**
 * The order of work.
 */
priority: Priority, 
/**
 * Why this priority.
 */
priorityBecause: string, 
/**
 * What was not taken into account.
 */
caveats: Array<Caveat>, 
/**
 * The same in words.
 */
caveatWords: Array<string>, 
/**
 * Largest first; `base` last.
 */
reasons: Array<ReasonView>, 
/**
 * The hash of the rule set.
 */
ruleSet: string, };

export type ActorView = { 
/**
 * The catalogue's name.
 */
name: string, 
/**
 * Whether the text itself names it.
 */
stated: boolean, 
/**
 * How strong the ground is.
 */
grade: Grade, 
/**
 * The grade in words.
 */
gradeWords: string, 
/**
 * The ground.
 */
because: string, 
/**
 * As the text has it.
 */
asWritten: string, 
/**
 * Other names.
 */
aliases: Array<string>, 
/**
 * ATT&CK id.
 */
attackId: string | null, 
/**
 * "OFAC SDN: … since …, as of …; not legal advice".
 */
sanctions: Array<string>, 
/**
 * The group whose infrastructure a text of this name uses; somebody may be posing.
 */
disputedBy: string | null, 
/**
 * Where.
 */
at: JumpTo, };

export type AmountView = { 
/**
 * `1,500,000 USD`.
 */
text: string, 
/**
 * How much.
 */
value: number, 
/**
 * Of what.
 */
currency: string, 
/**
 * What for.
 */
role: AmountRole, 
/**
 * Who said it.
 */
by: Role, 
/**
 * Where.
 */
at: JumpTo, };

export type DeadlineView = { 
/**
 * `72 hours`, `2025-07-08`.
 */
text: string, 
/**
 * The moment, RFC 3339 in UTC.
 */
due: string | null, 
/**
 * What was assumed to say it.
 */
assumed: string | null, 
/**
 * What it is for.
 */
kind: DeadlineKind, 
/**
 * What it is for, in words.
 */
kindWords: string, 
/**
 * Whether nothing is said to follow.
 */
soft: boolean, 
/**
 * Where.
 */
at: JumpTo, };

export type ClaimView = { 
/**
 * `claim`, `data-type`, `volume`, `threat`, `proof`.
 */
family: string, 
/**
 * The code, `exfiltrated`; for a volume its text.
 */
code: string, 
/**
 * In words.
 */
words: string, 
/**
 * Who said it.
 */
by: Role, 
/**
 * Where.
 */
at: JumpTo, };

export type StepView = { 
/**
 * What it is.
 */
kind: StepKind, 
/**
 * `1,500,000 USD`, `20 % off, leaves 80,000 USD`, `72 hours`.
 */
text: string, 
/**
 * What it is and what it hangs on, in words: `a discount on the demand of 100,000 USD`.
 */
words: string, 
/**
 * Who said it.
 */
by: Role, 
/**
 * Where.
 */
at: JumpTo, };

export type CurveView = { 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, 
/**
 * The largest sum, `1,500,000 USD`: the upper edge.
 */
top: string, 
/**
 * The line of what is asked, as SVG path data.
 */
askedPath: string, 
/**
 * The sums on it: how far right and down.
 */
asked: Array<[number, number]>, 
/**
 * The line of what is offered or said to be paid.
 */
offeredPath: string, 
/**
 * The sums on it.
 */
offered: Array<[number, number]>, 
/**
 * Time limits: how far right each stands.
 */
limits: Array<number>, };

export type RegisterView = { 
/**
 * What is claimed.
 */
claim: ClaimCode, 
/**
 * The claim in words.
 */
words: string, 
/**
 * How it stands.
 */
standing: Standing, 
/**
 * How it stands, in words.
 */
standingWords: string, 
/**
 * How often it is made.
 */
times: number, 
/**
 * Where first.
 */
at: JumpTo, 
/**
 * What speaks for it.
 */
support: Array<SignView>, 
/**
 * What contradicts it.
 */
against: Array<SignView>, };

export type SignView = { 
/**
 * What stands there.
 */
words: string, 
/**
 * Where.
 */
at: JumpTo, };

export type ObservableView = { 
/**
 * What it is.
 */
kind: ObservableKind, 
/**
 * What it is, in words.
 */
kindWords: string, 
/**
 * Defanged and visible.
 */
shown: string, 
/**
 * The canonical value, for raw copy.
 */
value: string, 
/**
 * What its own check says.
 */
validity: Validity, 
/**
 * The candidate that would be valid.
 */
repair: string | null, 
/**
 * Where first seen.
 */
at: JumpTo, 
/**
 * How often.
 */
count: number, };

export type VictimView = { 
/**
 * The name.
 */
name: string, 
/**
 * What kind.
 */
kind: VictimKind, 
/**
 * Where.
 */
at: JumpTo, };

export type ParticipantView = { 
/**
 * The name as the exhibit has it, hidden characters visible.
 */
name: string, 
/**
 * The part they play.
 */
role: Role, 
/**
 * How many messages.
 */
messages: number, };

export type TriageView = { 
/**
 * Names this triage in later calls.
 */
draft: string, 
/**
 * The file's name, or `Pasted text`, hidden characters visible.
 */
title: string, 
/**
 * File or paste.
 */
acquired: AcquisitionKind, 
/**
 * SHA-256 of the bytes.
 */
sha256: string, 
/**
 * Length in bytes.
 */
bytes: number, 
/**
 * The format id.
 */
format: string, 
/**
 * The format's name.
 */
formatName: string, 
/**
 * How long reading and detection took, milliseconds.
 */
elapsedMs: number, 
/**
 * The judgement.
 */
assessment: AssessmentView, 
/**
 * Who it may be.
 */
actors: Array<ActorView>, 
/**
 * Sums; demands first.
 */
amounts: Array<AmountView>, 
/**
 * Time limits.
 */
deadlines: Array<DeadlineView>, 
/**
 * The demand ledger.
 */
ledger: Array<StepView>, 
/**
 * The ledger as a picture, where it names two sums or more.
 */
curve: CurveView | null, 
/**
 * The claim register.
 */
register: Array<RegisterView>, 
/**
 * Claims, data types, volume, threats and proof.
 */
claims: Array<ClaimView>, 
/**
 * Things seen, each once.
 */
observables: Array<ObservableView>, 
/**
 * Victims named.
 */
victims: Array<VictimView>, 
/**
 * Who speaks, in order of first appearance.
 */
participants: Array<ParticipantView>, 
/**
 * When each side writes.
 */
activity: ActivityView, 
/**
 * What was not read plainly.
 */
notes: Array<NoteView>, 
/**
 * The first page of the transcript.
 */
transcript: TranscriptPage, };

export type LogRequest = { 
/**
 * The triage.
 */
draft: string, 
/**
 * The case's title; one is made where it is empty.
 */
title: string | null, 
/**
 * An existing case to log it in.
 */
case: string | null, };

export type CaseRow = { 
/**
 * The case.
 */
id: string, 
/**
 * Its number for people.
 */
number: number, 
/**
 * Its title.
 */
title: string, 
/**
 * Where the work stands.
 */
status: CaseStatus, 
/**
 * How far it may travel.
 */
tlp: Tlp, 
/**
 * The order of work: the analyst's, or else the machine's.
 */
priority: Priority, 
/**
 * The machine's.
 */
machinePriority: Priority, 
/**
 * Who works on it.
 */
assignee: string | null, 
/**
 * Its labels, sorted.
 */
labels: Array<string>, 
/**
 * The verdict of its most urgent item.
 */
verdict: Verdict, 
/**
 * 0–100.
 */
score: number, 
/**
 * The likeliest actor.
 */
actor: string | null, 
/**
 * The last demand, `1,500,000 USD`.
 */
demand: string | null, 
/**
 * What the sum is for; `demand`, where there is one.
 */
demandRole: AmountRole | null, 
/**
 * The nearest deadline still to come, or else the last one, RFC 3339 in UTC.
 */
nearestDeadline: string | null, 
/**
 * When it was logged, RFC 3339 in UTC.
 */
createdAt: string, 
/**
 * How many items of evidence.
 */
evidenceCount: number, };

export type EvidenceRow = { 
/**
 * The item.
 */
id: string, 
/**
 * The label a person gives it.
 */
exhibitRef: string, 
/**
 * The file's name, hidden characters visible.
 */
fileName: string | null, 
/**
 * SHA-256.
 */
sha256: string, 
/**
 * Length in bytes.
 */
bytes: number, 
/**
 * "a file, byte for byte".
 */
acquired: string, 
/**
 * By whom.
 */
acquiredBy: string, 
/**
 * When, RFC 3339 in UTC.
 */
acquiredAt: string, 
/**
 * The format it was read as.
 */
format: string, };

export type CustodyRow = { 
/**
 * Its number.
 */
seq: number, 
/**
 * When, RFC 3339 in UTC.
 */
at: string, 
/**
 * By whom.
 */
analyst: string, 
/**
 * On which account and machine.
 */
machine: string, 
/**
 * What was done, in words.
 */
action: string, 
/**
 * To what, in words.
 */
subject: string, 
/**
 * The link's hash.
 */
sha256: string, };

export type NoteRow = { 
/**
 * When, RFC 3339 in UTC.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * What it says, hidden characters visible.
 */
body: string, };

export type CaseDetail = { 
/**
 * Its row.
 */
row: CaseRow, 
/**
 * How far it may travel.
 */
tlp: Tlp, 
/**
 * Its evidence.
 */
evidence: Array<EvidenceRow>, 
/**
 * Each item's transcript and assessment, in the same order; `draft` names it in `transcript_page`.
 */
items: Array<TriageView>, 
/**
 * What analysts decided about it.
 */
work: WorkView, 
/**
 * Its diary, oldest line first.
 */
tasks: Array<TaskView>, 
/**
 * Notes, oldest first.
 */
notes: Array<NoteRow>, 
/**
 * Its links of the chain, oldest first.
 */
custody: Array<CustodyRow>, };

export type ExportFormat = { 
/**
 * Its id, `html`.
 */
id: string, 
/**
 * Its name for people.
 */
name: string, 
/**
 * What it is good for.
 */
words: string, };

export type ExportRequest = { 
/**
 * The case.
 */
case: string, 
/**
 * The format's id.
 */
format: string, 
/**
 * How far it may travel; the case's own where none is given.
 */
tlp: Tlp | null, 
/**
 * Where it is given, whatever tells who the victim is becomes a token, and these words too.
 */
redact: Array<string> | null, 
/**
 * Where to write it: a folder or a file.
 */
out: string, };

export type RemovedRow = { 
/**
 * The token.
 */
token: string, 
/**
 * The name, its hidden characters visible.
 */
text: string, 
/**
 * How often it stood somewhere in the case.
 */
times: number, };

export type ExportResult = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * SHA-256 of its bytes.
 */
sha256: string, 
/**
 * Length in bytes.
 */
bytes: number, 
/**
 * What was removed; empty where nothing was to be.
 */
removed: Array<RemovedRow>, };

export type VerifyReport = { 
/**
 * Evidence items hashed again.
 */
evidence: number, 
/**
 * Links checked.
 */
custody: number, 
/**
 * What does not hold, in words; empty where everything does.
 */
faults: Array<string>, };

export type FirstRun = { 
/**
 * Who works.
 */
analyst: string, 
/**
 * The passphrase; none by the button named so.
 */
passphrase: string | null, };

export type StoreState = "firstRun" | "locked" | "open";

export type StoreStatus = { 
/**
 * What the window finds.
 */
state: StoreState, 
/**
 * Where it lies.
 */
path: string, 
/**
 * Whether a passphrase guards it.
 */
encrypted: boolean, 
/**
 * Who works.
 */
analyst: string, 
/**
 * How many cases it holds.
 */
cases: number, 
/**
 * The program's version.
 */
version: string, };

export type Progress = { 
/**
 * The job, as the caller named it.
 */
job: string, 
/**
 * Units done: bytes while reading, messages while detecting.
 */
done: number, 
/**
 * Units in all, where they are known.
 */
total: number | null, 
/**
 * What is being done, in words.
 */
words: string, };

export type SearchRequest = { 
/**
 * As the analyst typed it: words, `"words in order"`, `begin*`, `*part*`, OR, NOT, NEAR/5, and the filters `case:`, `actor:`, `kind:`, `after:`, `before:`, `priority:`, `label:`.
 */
query: string, 
/**
 * Only in this case, by its id or number.
 */
case: string | null, 
/**
 * `next` of the page before.
 */
after: string | null, 
/**
 * How many hits, at most 200.
 */
count: number, };

export type SearchedText = "title" | "note" | "message";

export type SearchHit = { 
/**
 * The kind of text.
 */
what: SearchedText, 
/**
 * The case.
 */
case: string, 
/**
 * Its number.
 */
number: number, 
/**
 * Its title, hidden characters visible.
 */
title: string, 
/**
 * Its priority, the analyst's where there is one.
 */
priority: Priority, 
/**
 * For a message: its transcript, as in `draft` of the case's items.
 */
draft: string | null, 
/**
 * For a message: the label of the evidence item.
 */
exhibitRef: string | null, 
/**
 * For a message: its number in the transcript.
 */
message: number | null, 
/**
 * For a note: its id.
 */
note: string | null, 
/**
 * Who said or wrote it, hidden characters visible.
 */
by: string | null, 
/**
 * When, as far as it is known.
 */
at: string | null, 
/**
 * The text around what was found; what was found bears a mark of the kind `search`.
 */
segments: Array<Segment>, 
/**
 * Whether something stands before the segments.
 */
cutBefore: boolean, 
/**
 * Whether something stands after them.
 */
cutAfter: boolean, };

export type SearchPage = { 
/**
 * The hits.
 */
hits: Array<SearchHit>, 
/**
 * Where the next page begins; none where this is the last one.
 */
next: string | null, };

export type SavedSearch = { 
/**
 * Its name.
 */
name: string, 
/**
 * As it was typed.
 */
query: string, };

export type PlaceRow = { 
/**
 * The label of the evidence item.
 */
exhibitRef: string, 
/**
 * The number of the message.
 */
message: number, };

export type TieRow = { 
/**
 * What.
 */
kind: TieKind, 
/**
 * Why, in words: "the same wallet bc1q…, in 3 cases".
 */
words: string, 
/**
 * Which, hidden characters visible and links defanged; empty for a wording and for bytes.
 */
shown: string, 
/**
 * 0–1: what its kind says, less the more cases share it.
 */
weight: number, 
/**
 * How many cases share it.
 */
cases: number, 
/**
 * Of a wording: how much of it is the same, 0–1.
 */
similarity: number | null, 
/**
 * Where in this case.
 */
here: PlaceRow, 
/**
 * Where in the other.
 */
there: PlaceRow, };

export type LinkRow = { 
/**
 * The case.
 */
case: string, 
/**
 * Its number.
 */
number: number, 
/**
 * Its title, hidden characters visible.
 */
title: string, 
/**
 * Its priority, the analyst's where there is one.
 */
priority: Priority, 
/**
 * Its likeliest actor.
 */
actor: string | null, 
/**
 * 0–1 over all ties.
 */
strength: number, 
/**
 * `strong`, `likely` or `weak`.
 */
strengthWords: string, 
/**
 * Why, the heaviest first.
 */
ties: Array<TieRow>, 
/**
 * The victim that both claim though their actors differ.
 */
recycled: string | null, };

export type CaseLinks = { 
/**
 * Other cases, the strongest first.
 */
links: Array<LinkRow>, 
/**
 * What so many cases share that it ties none, in words.
 */
common: Array<string>, };

export type NetworkEdge = { 
/**
 * One, by its place among the cases.
 */
from: number, 
/**
 * The other.
 */
to: number, 
/**
 * 0–1.
 */
strength: number, 
/**
 * What they share, the heaviest first.
 */
kinds: Array<TieKind>, 
/**
 * The same in words: "the same wallet, nearly the same wording".
 */
words: string, };

export type CaseNetwork = { 
/**
 * The cases, the one that was asked for first; without their ties.
 */
cases: Array<LinkRow>, 
/**
 * What ties them.
 */
edges: Array<NetworkEdge>, 
/**
 * Whether there are more than are given.
 */
cut: boolean, };

export type ObservablesRequest = { 
/**
 * Only of this kind.
 */
kind: ObservableKind | null, 
/**
 * Only those that hold this text.
 */
contains: string | null, 
/**
 * Only those that at least two cases have.
 */
shared: boolean, 
/**
 * How many to pass over.
 */
first: number, 
/**
 * How many, at most 500.
 */
count: number, };

export type CaseRef = { 
/**
 * The case.
 */
id: string, 
/**
 * Its number.
 */
number: number, 
/**
 * Its title, hidden characters visible.
 */
title: string, };

export type ObservableRow = { 
/**
 * What it is.
 */
kind: ObservableKind, 
/**
 * The same in words.
 */
kindWords: string, 
/**
 * To show: hidden characters visible, links defanged.
 */
shown: string, 
/**
 * Its canonical form, for copying raw.
 */
value: string, 
/**
 * How often it was seen.
 */
times: number, 
/**
 * In how many cases.
 */
cases: number, 
/**
 * The earliest moment of a message with it, RFC 3339; a message without a known instant counts from when its case was logged.
 */
firstSeen: string, 
/**
 * The latest, likewise.
 */
lastSeen: string, 
/**
 * The newest of them, at most 20.
 */
newest: Array<CaseRef>, };

export type JudgementRow = { 
/**
 * The order of work.
 */
priority: Priority, 
/**
 * The verdict.
 */
verdict: Verdict, 
/**
 * 0–100.
 */
score: number, };

export type RescanRow = { 
/**
 * The case.
 */
case: CaseRef, 
/**
 * As it was judged.
 */
before: JudgementRow, 
/**
 * As it is judged now.
 */
after: JudgementRow, };

export type RescanReport = { 
/**
 * How many cases were judged by other rules than those in use.
 */
outdated: number, 
/**
 * "12 of 340 cases change priority".
 */
sentence: string, 
/**
 * Those whose priority, verdict or score changes.
 */
changed: Array<RescanRow>, 
/**
 * Whether it was stored, or only looked at.
 */
stored: boolean, };

export type ObservableCasesRequest = { 
/**
 * What it is.
 */
kind: ObservableKind, 
/**
 * Its canonical form, as [`ObservableRow`] gives it.
 */
value: string, 
/**
 * How many to pass over.
 */
first: number, 
/**
 * How many, at most 500.
 */
count: number, };

export type BackupRow = { 
/**
 * The file, for [`RestoreRequest`].
 */
path: string, 
/**
 * Why it is there: "backup of the day", "before the store got another schema", "written by hand".
 */
words: string, 
/**
 * When it was made, RFC 3339.
 */
at: string, 
/**
 * Its length.
 */
bytes: number, };

export type Backups = { 
/**
 * Where those of the days go.
 */
folder: string, 
/**
 * The newest first.
 */
backups: Array<BackupRow>, };

export type RestoreRequest = { 
/**
 * The file; the newest that was kept where none is named.
 */
backup: string | null, 
/**
 * Whether a store that lies here is set aside.
 */
replace: boolean, 
/**
 * The passphrase that the backup was made under.
 */
passphrase: string | null, };

export type Restored = { 
/**
 * The folder that the store before went to, whole.
 */
setAside: string | null, 
/**
 * The store as it is now.
 */
status: StoreStatus, };

export type SalvageReport = { 
/**
 * Cases written as case files.
 */
cases: number, 
/**
 * Evidence items written, their bytes hashed again.
 */
evidence: number, 
/**
 * What could not be read, in words.
 */
lost: Array<string>, };

export type ActivityView = { 
/**
 * Messages of the attacker.
 */
attacker: Array<number>, 
/**
 * Messages of everybody else.
 */
others: Array<number>, 
/**
 * Messages whose moment is not known.
 */
leftOut: number, };

export type ActorCard = { 
/**
 * The catalogue's name.
 */
name: string, 
/**
 * ATT&CK id (`G1015`), where it has one.
 */
attackId: string | null, 
/**
 * The years in which it was seen, where known.
 */
years: string | null, 
/**
 * What else is known.
 */
note: string | null, 
/**
 * Every name.
 */
aliases: Array<SourcedName>, 
/**
 * Known onion services and contacts, defanged.
 */
reachedAt: Array<SourcedName>, 
/**
 * Entries of sanctions lists. None means "none known here", never "not sanctioned".
 */
sanctions: Array<string>, };

export type FoundIn = { 
/**
 * The messages, in order; at most 10,000.
 */
messages: Array<number>, 
/**
 * How many there are in all.
 */
total: number, };

export type OwnRules = { 
/**
 * Its name.
 */
file: string, 
/**
 * What it says, in TOML.
 */
text: string, };

export type RuleCard = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its version.
 */
version: number, 
/**
 * Its family.
 */
family: string, 
/**
 * Its weight, Sigma's five.
 */
level: string, 
/**
 * What it finds.
 */
words: string, 
/**
 * The languages it reads; empty for any.
 */
languages: Array<string>, 
/**
 * ATT&CK techniques.
 */
techniques: Array<string>, 
/**
 * The expressions that it looks for.
 */
patterns: Array<string>, 
/**
 * Texts that it matches, the words it finds between `[[` and `]]`.
 */
matches: Array<string>, 
/**
 * Texts that it lets pass.
 */
passes: Array<string>, 
/**
 * The file of the analyst's own that it stands in; none for a built-in rule.
 */
ownFile: string | null, };

export type RuleTrial = { 
/**
 * What is wrong, each with its place and what was expected; empty where the file and its examples hold.
 */
faults: Array<string>, 
/**
 * What the rules find in the text.
 */
hits: Array<TrialHit>, 
/**
 * How many messages the text holds.
 */
messages: number, };

export type SourcedName = { 
/**
 * What is said.
 */
text: string, 
/**
 * Where it is taken from.
 */
source: string, };

export type TrialHit = { 
/**
 * The rule.
 */
rule: string, 
/**
 * What it finds.
 */
words: string, 
/**
 * The message.
 */
message: number, 
/**
 * The words there, hidden characters visible.
 */
quote: string, };

export type ExportManyRequest = { 
/**
 * The cases; every one that is not deleted where nothing is given.
 */
cases: Array<string> | null, 
/**
 * The format's id.
 */
format: string, 
/**
 * How far they may travel: those that may not stay behind. Where nothing is given, a file of many is marked as the strictest of its cases.
 */
tlp: Tlp | null, 
/**
 * Where it is given, whatever tells who the victims are becomes a token, and these words too.
 */
redact: Array<string> | null, 
/**
 * Where to write: a folder, or a file for a format that takes many cases in one.
 */
out: string, };

export type ExportManyResult = { 
/**
 * The file, or one for each case where the format takes one.
 */
files: Array<ExportedFile>, 
/**
 * How many cases left.
 */
cases: number, 
/**
 * Those that stayed behind.
 */
heldBack: Array<HeldBack>, 
/**
 * What was removed, case by case.
 */
removed: Array<RemovedFrom>, };

export type ExportedFile = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * SHA-256 of its bytes.
 */
sha256: string, 
/**
 * Length in bytes.
 */
bytes: number, };

export type HeldBack = { 
/**
 * Its number.
 */
number: number, 
/**
 * Its title.
 */
title: string, 
/**
 * Why it stayed.
 */
because: string, };

export type RemovedFrom = { 
/**
 * Its number.
 */
number: number, 
/**
 * What.
 */
rows: Array<RemovedRow>, };

export type ShiftRequest = { 
/**
 * When the shift began, RFC 3339.
 */
since: string, 
/**
 * How many hours from now limits are told of.
 */
hours: number, 
/**
 * `html` or `md`.
 */
format: string, 
/**
 * How far it may travel; cases that may not are left out.
 */
tlp: Tlp | null, 
/**
 * Where it is given, whatever tells who the victims are becomes a token, and these words too.
 */
redact: Array<string> | null, 
/**
 * Where to write it: a folder or a file.
 */
out: string, };

export type ExportPreviewView = { 
/**
 * How far it may travel.
 */
tlp: Tlp, 
/**
 * Length in bytes.
 */
bytes: number, 
/**
 * Evidence items that it tells of.
 */
evidence: number, 
/**
 * Messages.
 */
messages: number, 
/**
 * Observables.
 */
observables: number, 
/**
 * Findings.
 */
findings: number, 
/**
 * Notes.
 */
notes: number, 
/**
 * What would be removed.
 */
removed: Array<RemovedRow>, };

export type HiddenRow = { 
/**
 * Its row.
 */
row: CaseRow, 
/**
 * When it was deleted, RFC 3339 in UTC.
 */
deletedAt: string | null, 
/**
 * Until when that can be taken back, RFC 3339 in UTC.
 */
until: string | null, 
/**
 * Why a legal hold keeps it.
 */
hold: string | null, 
/**
 * The number of the case that took over its evidence.
 */
mergedInto: number | null, };

export type Conflicting = { 
/**
 * What it is about.
 */
about: string, 
/**
 * What the copy here says, hidden characters visible.
 */
here: string, 
/**
 * What the other says.
 */
there: string, };

export type TakenOverView = { 
/**
 * The case as it stands now.
 */
case: CaseRef, 
/**
 * Whether it went into a case that was here.
 */
merged: boolean, 
/**
 * What the signature on the file means, in words.
 */
signer: string, 
/**
 * How many evidence items it has now.
 */
evidence: number, 
/**
 * How many identifiers were taken here and have become others.
 */
renamed: number, 
/**
 * Evidence items whose bytes are not here.
 */
absent: number, 
/**
 * Where the copies say something else.
 */
conflicts: Array<Conflicting>, };

export type CaseChange = { "title": string } | { "status": CaseStatus } | { "tlp": Tlp } | { "priority": Priority | null } | { "assignee": string | null } | { "victim": string | null } | { "label": string } | { "unlabel": string } | { "hold": string } | "release" | "delete" | "undo";

export type DiaryLine = { 
/**
 * The case.
 */
case: string, 
/**
 * The line.
 */
task: TaskView, };

export type HeldIn = { 
/**
 * The case.
 */
case: string, 
/**
 * Its number.
 */
number: number, };

export type LineChange = "met" | "slipped" | "dropped" | { "extended": string };

export type MarkReview = { 
/**
 * The transcript, as a case's item names it.
 */
draft: string, 
/**
 * The mark.
 */
mark: number, 
/**
 * What is said.
 */
verdict: ReviewVerdict, };

export type NewLine = { 
/**
 * What kind of line.
 */
kind: TaskKind, 
/**
 * What it says; for a statutory clock, the event that starts it.
 */
words: string, 
/**
 * By when, RFC 3339; for a statutory clock, when the event was.
 */
at: string | null, 
/**
 * For a statutory clock: its basis.
 */
statute: Statute | null, };

export type TaskView = { 
/**
 * Its number in the case.
 */
number: number, 
/**
 * What kind of line.
 */
kind: TaskKind, 
/**
 * What it says, hidden characters visible.
 */
words: string, 
/**
 * By when, RFC 3339 in UTC.
 */
due: string | null, 
/**
 * How it stands now.
 */
state: TaskState, 
/**
 * For a statutory clock: its basis, in words.
 */
basis: string | null, 
/**
 * For a statutory clock: the moment that started it, RFC 3339 in UTC.
 */
from: string | null, 
/**
 * When it was written down, RFC 3339 in UTC.
 */
at: string, 
/**
 * By whom.
 */
by: string, };

export type WorkView = { 
/**
 * The analyst's priority, where one was given.
 */
priority: Priority | null, 
/**
 * Who works on it.
 */
assignee: string | null, 
/**
 * Who is extorted, hidden characters visible.
 */
victim: string | null, 
/**
 * Its labels, sorted.
 */
labels: Array<string>, 
/**
 * Why a legal hold keeps it.
 */
hold: string | null, 
/**
 * When it was deleted, RFC 3339 in UTC.
 */
deletedAt: string | null, };
