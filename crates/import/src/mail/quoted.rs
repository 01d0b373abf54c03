//! Mails that stand in the text of a mail: forwarded ones and the ones it answers. Their senders are what the text says, so each is a claim
//! with the lines it is about, and the text stays one message.
//!
//! Source: the header blocks of Outlook, Thunderbird, Apple Mail and Gmail and their lines of attribution, in the languages of the tables below.

/// The most claims that are told of one text.
const CLAIMS_MAX: usize = 500;

/// The most lines that the headers of a forwarded mail take.
const BLOCK_MAX: usize = 16;

/// What a text says of who wrote some of its lines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// First and last line, the first of the text is 1.
    pub(crate) lines: (u64, u64),
    /// The sender, and the time where one is named, as the text has them.
    pub(crate) said: String,
}

/// The header lines that a forwarded mail keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    From,
    Sent,
    To,
    Subject,
    Other,
}

/// Labels in lower case: English, German, French, Spanish, Portuguese, Italian, Dutch, Russian, Ukrainian, Polish, Czech, Swedish, Norwegian
/// and Danish, Finnish, Turkish, Hungarian, Romanian, Japanese, Chinese, Korean.
const LABELS: [(Label, &[&str]); 5] = [
    (
        Label::From,
        &[
            "from", "von", "de", "da", "van", "от", "от кого", "від", "od", "från", "fra", "lähettäjä", "kimden", "gönderen", "feladó",
            "de la", "差出人", "送信者", "发件人", "寄件者", "보낸 사람",
        ],
    ),
    (
        Label::Sent,
        &[
            "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviado el", "fecha", "enviada em", "enviado em", "data", "inviato",
            "data invio", "verzonden", "отправлено", "дата", "надіслано", "wysłano", "odesláno", "skickat", "sendt", "dato", "lähetetty",
            "gönderildi", "gönderilme tarihi", "tarih", "elküldve", "dátum", "trimis", "送信日時", "日付", "发送时间", "日期", "寄件日期",
            "보낸 날짜",
        ],
    ),
    (
        Label::To,
        &[
            "to", "an", "à", "para", "a", "per", "aan", "кому", "do", "komu", "till", "til", "vastaanottaja", "kime", "alıcı", "címzett",
            "către", "宛先", "收件人", "받는 사람",
        ],
    ),
    (
        Label::Subject,
        &[
            "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "тема", "temat", "předmět", "ämne", "emne", "aihe",
            "konu", "tárgy", "subiect", "件名", "主题", "主旨", "제목",
        ],
    ),
    (
        Label::Other,
        &[
            "cc", "bcc", "kopie", "copie", "copia", "cópia", "копия", "копія", "dw", "kopia", "kopi", "bilgi", "másolatot kap", "抄送",
            "副本", "참조", "reply-to", "antwort an", "importance", "wichtigkeit", "attachments", "anlagen", "organization", "newsgroups",
        ],
    ),
];

/// Words of a line of attribution: somebody `wrote`.
const WROTE: [&str; 27] = [
    "wrote", "writes", "schrieb", "a écrit", "escribió", "escreveu", "ha scritto", "scrisse", "schreef", "пишет", "писал", "писала",
    "написал", "написала", "написав", "написала", "napisał", "napisała", "napsal", "napsala", "skrev", "kirjoitti", "şunları yazdı",
    "yazdı", "írta", "a scris", "写道",
];

/// What `text` says of who wrote which of its lines, in order of the lines. It takes time in proportion to the length.
pub(crate) fn claims(text: &str) -> Vec<Claim> {
    let lines: Vec<(usize, &str)> = text.lines().map(unquoted).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < lines.len() && found.len() < CLAIMS_MAX {
        let claim = block(&lines, at).or_else(|| attribution(&lines, at));
        at = claim.as_ref().map_or(at, |claim| claim.below.saturating_sub(1)) + 1;
        found.extend(claim);
    }
    let mut claims = Vec::with_capacity(found.len());
    let mut rest = found.iter().peekable();
    while let Some(claim) = rest.next() {
        let next = rest.clone().find(|other| other.depth <= claim.depth).map_or(lines.len(), |other| other.first);
        let end = claim.end(&lines, next);
        claims.push(Claim { lines: (claim.first as u64 + 1, end as u64), said: claim.said.clone() });
    }
    claims
}

/// A claim before its end is known; lines count from 0.
struct Found {
    first: usize,
    /// The first line below what names the sender.
    below: usize,
    depth: usize,
    said: String,
}

impl Found {
    /// One past the last line, at most `next`: the marked lines below, or all that follows where none are marked.
    fn end(&self, lines: &[(usize, &str)], next: usize) -> usize {
        let own = lines.get(self.below..next).unwrap_or_default();
        let first = own.iter().find(|(_, line)| !line.is_empty());
        let least = match first {
            Some((depth, _)) if *depth > self.depth => self.depth + 1,
            _ => self.depth,
        };
        let mut end = self.below;
        for (index, (depth, line)) in own.iter().enumerate() {
            if *depth < least && !line.is_empty() {
                break;
            }
            if !line.is_empty() {
                end = self.below + index + 1;
            }
        }
        end
    }
}

/// How many quote marks stand before a line, and the line behind them.
fn unquoted(line: &str) -> (usize, &str) {
    let mut depth = 0;
    let mut rest = line.trim();
    while let Some(behind) = rest.strip_prefix('>') {
        depth += 1;
        rest = behind.trim_start();
    }
    (depth, rest)
}

/// The label and the value of a header line of a forwarded mail.
fn labelled(line: &str) -> Option<(Label, &str)> {
    let at = line.char_indices().take(32).find(|(_, character)| matches!(character, ':' | '：'))?.0;
    let (name, value) = line.split_at_checked(at)?;
    let mark = |character: char| matches!(character, '*' | '_' | '\u{a0}') || character.is_whitespace();
    let name = name.trim_matches(mark).to_lowercase();
    let value = value.trim_start_matches([':', '：']).trim_matches(mark);
    LABELS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(label, _)| (*label, value))
}

/// A block of header lines (`From:`, `Sent:`, `To:`, `Subject:`) that begins at line `at`.
fn block(lines: &[(usize, &str)], at: usize) -> Option<Found> {
    let (depth, first) = *lines.get(at)?;
    labelled(first)?;
    let own: Vec<&str> = lines.iter().skip(at).take(BLOCK_MAX).take_while(|(own, _)| *own == depth).map(|(_, line)| *line).collect();
    let (mut seen, mut sender, mut sent, mut length) = (Vec::new(), None, None, 0);
    let mut index = 0;
    while let Some((label, value)) = own.get(index).and_then(|line| labelled(line)) {
        if seen.contains(&label) && label != Label::Other {
            break;
        }
        // The value stands below its label where the mail was a table; one empty line between headers is layout.
        let mut next = index + 1;
        let mut below = own.get(next).copied().unwrap_or_default();
        let mut value = value;
        if value.is_empty() && !below.is_empty() && labelled(below).is_none() {
            value = below;
            next += 1;
            below = own.get(next).copied().unwrap_or_default();
        }
        length = next;
        if below.is_empty() {
            next += 1;
        }
        match label {
            Label::From if !value.is_empty() => sender = Some(value),
            Label::Sent if !value.is_empty() => sent = Some(value),
            _ => {}
        }
        seen.push(label);
        index = next;
    }
    let known = seen.iter().filter(|label| **label != Label::Other).count();
    let above = lines.get(..at).unwrap_or_default().iter().rev().find(|(_, line)| !line.is_empty());
    let divided = above.is_some_and(|(_, line)| divides(line));
    let sender = sender.filter(|_| known >= 3 || (known == 2 && (divided || sent.is_some())))?;
    let said = sent.map_or_else(|| sender.to_owned(), |sent| format!("{sender}; {sent}"));
    Some(Found { first: at, below: at + length, depth, said })
}

/// `-----Original Message-----` and its like.
fn divides(line: &str) -> bool {
    let words = line.trim_matches(['-', '_', '=', ' ']);
    let framed = line.starts_with("--") && line.ends_with("--") && words.chars().any(char::is_alphabetic);
    framed || line.len() > 9 && words.is_empty() || line.to_lowercase().starts_with("begin forwarded message")
}

/// A line of attribution (`On … wrote:`) that ends at line `at`; it may have begun up to two lines above.
fn attribution(lines: &[(usize, &str)], at: usize) -> Option<Found> {
    let (depth, last) = *lines.get(at)?;
    if !last.ends_with([':', '：']) || last.len() > 400 {
        return None;
    }
    let deeper = lines.iter().skip(at + 1).take(2).find(|(_, line)| !line.is_empty()).is_some_and(|(own, _)| *own > depth);
    let mut said = String::new();
    for first in (at.saturating_sub(2)..=at).rev() {
        let (own, line) = *lines.get(first)?;
        if own != depth || line.is_empty() || line.len() > 400 {
            return None;
        }
        said = if said.is_empty() { line.to_owned() } else { format!("{line} {said}") };
        if attributes(&said, deeper) {
            return Some(Found { first, below: at + 1, depth, said: said.trim_end_matches([':', '：']).trim_end().to_owned() });
        }
    }
    None
}

/// Whether `said` names a writer: a verb of writing beside a date or an address, or above marked lines.
fn attributes(said: &str, deeper: bool) -> bool {
    let lower = said.to_lowercase();
    let is_part = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let verb = WROTE.iter().find_map(|verb| {
        let at = lower.find(verb)?;
        let before = lower.get(..at)?.chars().next_back();
        let after = lower.get(at + verb.len()..)?.chars().next();
        let whole = !verb.is_ascii() || (!is_part(before) && !is_part(after));
        (whole && at > 0).then_some(at)
    });
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    // A line that is cut in two has its date above its verb.
    verb.is_some() && (deeper && lower.chars().count() < 200 && opens(&lower) || digits >= 4 || lower.contains('@') && digits > 0)
}

/// Whether a line begins as an attribution or with a name, not in the middle of one.
fn opens(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_alphabetic) && !line.starts_with("wrote") && !line.contains('>')
        || line.contains('@')
        || line.contains('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<((u64, u64), String)> {
        claims(text).into_iter().map(|claim| (claim.lines, claim.said)).collect()
    }

    #[test]
    fn forwarded_header_blocks_are_known_in_many_languages() {
        for (block, said) in [
            ("From: Ann <a@x.example>\nSent: 3 March 2026 10:12\nTo: Bob\nSubject: Files", "Ann <a@x.example>; 3 March 2026 10:12"),
            ("Von: Ann\nGesendet: Dienstag, 3. März 2026 10:12\nAn: Bob\nBetreff: Daten", "Ann; Dienstag, 3. März 2026 10:12"),
            ("De : Ann\nEnvoyé : mardi 3 mars 2026\nÀ : Bob\nObjet : Données", "Ann; mardi 3 mars 2026"),
            ("De: Ann\nEnviado el: martes\nPara: Bob\nAsunto: Datos", "Ann; martes"),
            ("De: Ann\nEnviada em: terça\nPara: Bob\nAssunto: Dados", "Ann; terça"),
            ("Da: Ann\nInviato: martedì\nA: Bob\nOggetto: Dati", "Ann; martedì"),
            ("Van: Ann\nVerzonden: dinsdag\nAan: Bob\nOnderwerp: Gegevens", "Ann; dinsdag"),
            ("От: Ann\nОтправлено: вторник\nКому: Bob\nТема: Данные", "Ann; вторник"),
            ("*From:* Ann\n*Date:* today\n*To:* Bob", "Ann; today"),
            ("Subject: Files\nDate: Tue, 3 Mar 2026\nFrom: Ann <a@x.example>\nTo: Bob", "Ann <a@x.example>; Tue, 3 Mar 2026"),
            ("From:\nAnn\n\nSent:\ntoday\n\nTo:\nBob", "Ann; today"),
            ("差出人: Ann\n送信日時: 2026年3月3日\n宛先: Bob\n件名: x", "Ann; 2026年3月3日"),
            ("发件人：Ann\n发送时间：2026年3月3日\n收件人：Bob\n主题：x", "Ann; 2026年3月3日"),
        ] {
            let text = format!("see below\n\n-----Original Message-----\n{block}\n\nPay.\nSoon.\n");
            let below = 4 + block.lines().count() as u64 + 2;
            assert_eq!(told(&text), [((4, below), said.to_owned())], "{block}");
        }
    }

    #[test]
    fn lines_of_attribution_are_known_in_many_languages() {
        for line in [
            "On Tue, 3 Mar 2026 at 10:12, Ann Lee <a@x.example> wrote:",
            "Am 03.03.2026 um 10:12 schrieb Ann Lee:",
            "Le mar. 3 mars 2026 à 10:12, Ann Lee <a@x.example> a écrit :",
            "El mar, 3 mar 2026 a las 10:12, Ann Lee (<a@x.example>) escribió:",
            "Em ter., 3 de mar. de 2026 às 10:12, Ann Lee escreveu:",
            "Il giorno mar 3 mar 2026 alle ore 10:12 Ann Lee ha scritto:",
            "Op di 3 mrt 2026 om 10:12 schreef Ann Lee <a@x.example>:",
            "3 марта 2026 г., 10:12, Ann Lee пишет:",
            "вт, 3 мар. 2026 г. в 10:12, Ann Lee <a@x.example>: Ann написал(а):",
        ] {
            let text = format!("Yes.\n\n{line}\n\n> Pay.\n> Soon.\n\nBob");
            assert_eq!(told(&text), [((3, 6), line.trim_end_matches([':', ' ']).to_owned())], "{line}");
        }
    }

    #[test]
    fn an_attribution_that_is_cut_in_two_and_unmarked_lines_are_known() {
        let cut = "Ok.\n\nOn Tue, Mar 3, 2026 at 10:12 AM Ann Lee <a@x.example>\nwrote:\n\nPay.\nSoon.";
        assert_eq!(told(cut), [((3, 7), "On Tue, Mar 3, 2026 at 10:12 AM Ann Lee <a@x.example> wrote".to_owned())]);
        let named = "Ann Lee wrote:\n> Pay.\nNo.";
        assert_eq!(told(named), [((1, 2), "Ann Lee wrote".to_owned())]);
    }

    #[test]
    fn levels_stand_within_each_other() {
        let text = "Ok.\nOn 3 Mar 2026 Bob wrote:\n> No.\n> On 2 Mar 2026 Ann wrote:\n>> Pay.\n> Bob\nEve";
        assert_eq!(told(text), [((2, 6), "On 3 Mar 2026 Bob wrote".to_owned()), ((4, 5), "On 2 Mar 2026 Ann wrote".to_owned())]);
    }

    #[test]
    fn a_chain_is_one_claim_after_the_other() {
        let block = |name: &str| format!("From: {name}\nSent: today\nTo: x\nSubject: y\n\ntext\n");
        let text = format!("top\n\n{}\n{}", block("Ann"), block("Bob"));
        assert_eq!(told(&text), [((3, 8), "Ann; today".to_owned()), ((10, 15), "Bob; today".to_owned())]);
    }

    #[test]
    fn plain_talk_names_no_sender() {
        for text in [
            "Subject: Your files\n\nAll your files are encrypted.",
            "From: our team\nwe wish you well",
            "Please note:\n> this is quoted",
            "Our demands:\n1. Pay 2024 dollars",
            "To: the board\nDate: soon",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
