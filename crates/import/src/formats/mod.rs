//! The list of readers. One file each; a line here and a folder in `tests/formats` make a reader known.

mod adium_xml;
mod archive;
mod chat_database;
mod csv;
mod discord;
mod docx;
mod element;
mod eml;
mod gajim_text;
mod google_chat;
pub(crate) mod html;
mod imessage;
mod irc_log;
mod jsonl;
mod line_text;
mod markdown;
mod mbox;
mod meta_json;
mod msg;
mod panel_html;
mod pdf;
mod picture;
mod pidgin_html;
mod pidgin_text;
mod psi_history;
mod purview_csv;
mod qtox_text;
mod ransomchats_json;
mod rtf;
mod signal_backup;
mod signal_export;
mod signal_export_jsonl;
mod sigtop_json;
mod sigtop_text;
mod skype;
mod slack_paste;
mod slack_zip;
mod srt;
mod teams_graph;
mod teams_paste;
mod telegram_html;
mod telegram_json;
pub(crate) mod text;
mod webvtt;
mod whatsapp_text;
mod whatsapp_zip;
mod xlsx;
mod zoom_chat;

use crate::importer::Importer;

/// Every reader. Where two are equally sure, the first one reads.
pub(crate) const ALL: &[&dyn Importer] = &[
    &ransomchats_json::Format,
    &telegram_json::Format,
    &telegram_html::Format,
    &discord::json::Format,
    &discord::api::Format,
    &discord::csv::Format,
    &discord::text::Format,
    &discord::html::Format,
    &discord::package::Format,
    &slack_zip::Format,
    &meta_json::Format,
    &google_chat::Format,
    &skype::Format,
    &whatsapp_zip::Format,
    &element::json::Format,
    &element::zip::Format,
    &teams_graph::Format,
    &teams_paste::Format,
    &signal_backup::Format,
    &signal_export_jsonl::Format,
    &sigtop_json::Format,
    &signal_export::Format,
    &sigtop_text::Format,
    &imessage::text::Format,
    &imessage::html::Format,
    &irc_log::Format,
    &pidgin_text::Format,
    &pidgin_html::Format,
    &adium_xml::Format,
    &psi_history::Format,
    &qtox_text::Format,
    &gajim_text::Format,
    &chat_database::Format,
    &element::text::Format,
    &whatsapp_text::Format,
    &zoom_chat::Format,
    &line_text::Format,
    &slack_paste::Format,
    &markdown::Format,
    &webvtt::Format,
    &srt::Format,
    &mbox::Format,
    &msg::Format,
    &eml::Format,
    &rtf::Format,
    &archive::Format,
    &panel_html::Format,
    &html::Format,
    &docx::Format,
    &xlsx::Format,
    &jsonl::Format,
    &purview_csv::Format,
    &csv::Format,
    &pdf::Format,
    &picture::Format,
    &text::Format,
];
