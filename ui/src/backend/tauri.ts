import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Progress } from '../bindings/wire';
import type { Backend } from './backend';

/** The real program, over Tauri's calls. The one file that knows Tauri. */
export const tauri: Backend = {
  storeStatus: () => invoke('store_status'),
  setUpStore: (answers) => invoke('set_up_store', { answers }),
  unlockStore: (passphrase) => invoke('unlock_store', { passphrase }),
  triage: (request, job) => invoke('triage', { request, job }),
  cancelJob: (job) => invoke('cancel_job', { job }),
  transcriptPage: (draft, first, count) => invoke('transcript_page', { draft, first, count }),
  cleanedPage: (draft, first, count) => invoke('cleaned_page', { draft, first, count }),
  transcriptOutline: (draft) => invoke('transcript_outline', { draft }),
  whyNot: (draft, message) => invoke('why_not', { draft, message }),
  reviewDraft: (review) => invoke('review_draft', { review }),
  reviewEffect: (draft) => invoke('review_effect', { draft }),
  listReadings: (draft) => invoke('list_readings', { draft }),
  listItems: (paths) => invoke('list_items', { paths }),
  findInTranscript: (draft, text) => invoke('find_in_transcript', { draft, text }),
  logCase: (request) => invoke('log_case', { request }),
  listCases: () => invoke('list_cases'),
  showCase: (id) => invoke('show_case', { case: id }),
  setStatus: (id, status) => invoke('set_status', { case: id, status }),
  changeCase: (id, change) => invoke('change_case', { case: id, change }),
  addLine: (id, line) => invoke('add_line', { case: id, line }),
  changeLine: (id, number, change) => invoke('change_line', { case: id, number, change }),
  listDiary: () => invoke('list_diary'),
  heldIn: (sha256) => invoke('held_in', { sha256 }),
  reviewMark: (id, review) => invoke('review_mark', { case: id, review }),
  addNote: (id, body) => invoke('add_note', { case: id, body }),
  listHidden: () => invoke('list_hidden'),
  importCase: (path, merge, job) => invoke('import_case', { path, merge, job }),
  mergeCases: (from, into) => invoke('merge_cases', { from, into }),
  splitCase: (id, evidence, title) => invoke('split_case', { case: id, evidence, title }),
  purgeCase: (id) => invoke('purge_case', { case: id }),
  caseLinks: (id, job) => invoke('case_links', { case: id, job }),
  caseNetwork: (id, job) => invoke('case_network', { case: id, job }),
  listObservables: (request) => invoke('list_observables', { request }),
  observableCases: (request) => invoke('observable_cases', { request }),
  rescan: (id, preview, job) => invoke('rescan', { case: id, preview, job }),
  listExportFormats: () => invoke('list_export_formats'),
  previewExport: (request) => invoke('preview_export', { request }),
  exportCase: (request) => invoke('export_case', { request }),
  exportMany: (request, job) => invoke('export_many', { request, job }),
  shiftReport: (request, job) => invoke('shift_report', { request, job }),
  exportFolder: () => invoke('export_folder'),
  search: (request, job) => invoke('search', { request, job }),
  savedSearches: () => invoke('saved_searches'),
  saveSearch: (name, query) => invoke('save_search', { name, query }),
  verifyStore: () => invoke('verify_store'),
  listBackups: () => invoke('list_backups'),
  setBackupFolder: (folder) => invoke('set_backup_folder', { folder }),
  keepBackup: () => invoke('keep_backup'),
  backUpStore: (path) => invoke('back_up_store', { path }),
  restoreStore: (request) => invoke('restore_store', { request }),
  salvageStore: (folder, passphrase, job) => invoke('salvage_store', { folder, passphrase, job }),
  listActors: () => invoke('list_actors'),
  listRules: () => invoke('list_rules'),
  ownRules: () => invoke('own_rules'),
  setOwnRules: (files) => invoke('set_own_rules', { files }),
  ownRulesEffect: (files, job) => invoke('own_rules_effect', { files, job }),
  tryRule: (rule, text) => invoke('try_rule', { rule, text }),
  setZoom: (factor) => getCurrentWebview().setZoom(factor),
  chooseFiles: () => invoke('choose_files'),
  chooseFolder: () => invoke('choose_folder'),

  onProgress: (hear) => listen<Progress>('job-progress', (event) => hear(event.payload)),

  onDrop: (hear) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'drop') hear({ kind: 'dropped', paths: payload.paths });
      else hear({ kind: payload.type === 'leave' ? 'left' : 'over' });
    }),
};
