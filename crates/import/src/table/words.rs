//! What columns are called, in the languages of the offices that make tables.
//!
//! Source: the column names of mail clients, messengers and ticket systems in English, German, French, Spanish, Portuguese, Italian and Russian.

use super::Field;

/// How a name names a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// A word of the name does, beside others.
    Part,
    /// The name may mean it, and other things too.
    Loose,
    /// The whole name does.
    Whole,
}

const TIME: &[&str] = &[
    "time", "timestamp", "datetime", "date time", "sent", "sent at", "sent on", "sent time", "time sent", "date sent", "created",
    "created at", "created date time", "creation time", "received", "received at", "when", "stamp", "ts", "posted", "posted at",
    "message time", "message date", "zeit", "uhrzeit", "zeitstempel", "zeitpunkt", "gesendet", "gesendet am", "erhalten", "empfangen",
    "datum und uhrzeit", "heure", "horodatage", "envoyé", "envoyé le", "date et heure", "reçu", "reçu le", "hora", "fecha y hora",
    "enviado", "enviado el", "recibido", "marca de tiempo", "data e hora", "data hora", "enviado em", "recebido", "ora", "orario",
    "data e ora", "inviato", "ricevuto", "время", "дата и время", "отправлено", "получено",
];

const DATE: &[&str] = &["date", "day", "datum", "tag", "jour", "fecha", "día", "data", "dia", "giorno", "дата", "день"];

const SENDER: &[&str] = &[
    "sender", "sender name", "from", "from name", "author", "author name", "speaker", "participant", "party", "nick", "nickname",
    "posted by", "sent by", "who", "absender", "absendername", "von", "verfasser", "autor", "teilnehmer", "gesendet von", "expéditeur",
    "de", "auteur", "envoyé par", "remitente", "emisor", "enviado por", "remetente", "mittente", "da", "autore", "inviato da",
    "отправитель", "от", "от кого", "автор",
];

/// Names of persons and accounts, which other tables have too.
const SENDER_LOOSE: &[&str] = &[
    "name", "user", "username", "user name", "display name", "account", "benutzer", "benutzername", "nutzer", "nom", "utilisateur",
    "nombre", "usuario", "nome", "usuário", "utente", "имя", "пользователь",
];

const TEXT: &[&str] = &[
    "text",
    "message",
    "message text",
    "message body",
    "body",
    "content",
    "contents",
    "msg",
    "message content",
    "chat",
    "nachricht",
    "nachrichtentext",
    "inhalt",
    "mitteilung",
    "texte",
    "contenu",
    "corps",
    "mensaje",
    "texto",
    "contenido",
    "cuerpo",
    "mensagem",
    "conteúdo",
    "corpo",
    "messaggio",
    "testo",
    "contenuto",
    "сообщение",
    "текст",
    "содержание",
    "текст сообщения",
];

const ATTACHMENTS: &[&str] = &[
    "attachment", "attachments", "file", "files", "anhang", "anhänge", "anlage", "anlagen", "pièce jointe", "pièces jointes", "adjunto",
    "adjuntos", "anexo", "anexos", "allegato", "allegati", "вложение", "вложения",
];

/// Words that turn a name: a column of them is no field, whatever stands beside.
const TURNS: &[&str] = &[
    "id", "ids", "type", "typ", "count", "status", "url", "number", "no", "nr", "language", "size", "hash", "zone", "edited", "updated",
    "deleted", "expires", "kind", "color", "role", "format", "length", "count", "subject",
];

/// Other columns that make a row of names a header.
const OTHERS: &[&str] = &[
    "id", "to", "cc", "subject", "type", "status", "recipient", "channel", "group", "room", "thread", "direction", "mail", "email",
    "phone", "address", "city", "country", "zip", "first name", "last name", "surname", "password", "empfänger", "an", "betreff", "kanal",
    "vorname", "nachname", "straße", "ort", "plz", "telefon", "destinataire", "objet", "prénom", "adresse", "ville", "téléphone", "asunto",
    "para", "apellido", "dirección", "ciudad", "teléfono", "assunto", "sobrenome", "endereço", "cidade", "telefone", "oggetto",
    "destinatario", "cognome", "indirizzo", "città", "кому", "тема", "фамилия", "адрес", "город", "телефон", "почта", "ip", "iban",
    "birthday", "date of birth", "geburtsdatum",
];

/// How `name` names `field`; nothing where it does not.
pub(crate) fn names(name: &str, field: Field) -> Option<Named> {
    let phrase = phrase(name);
    let (whole, loose): (&[&str], &[&str]) = match field {
        Field::Time => (TIME, &[]),
        Field::Date => (DATE, &[]),
        Field::Sender => (SENDER, SENDER_LOOSE),
        Field::Text => (TEXT, &[]),
        Field::Attachments => (ATTACHMENTS, &[]),
    };
    // A day is a moment too, where no column is named better.
    let loose = if field == Field::Time { DATE } else { loose };
    if whole.contains(&phrase.as_str()) {
        return Some(Named::Whole);
    }
    if loose.contains(&phrase.as_str()) {
        return Some(Named::Loose);
    }
    let words: Vec<&str> = phrase.split(' ').collect();
    let part = words.len() > 1
        && words.len() <= 4
        && !words.iter().any(|word| TURNS.contains(word))
        && words.iter().any(|word| word.chars().count() > 2 && whole.contains(word));
    part.then_some(Named::Part)
}

/// Whether `name` is one that columns have.
pub(crate) fn is_known(name: &str) -> bool {
    OTHERS.contains(&phrase(name).as_str()) || Field::ALL.into_iter().any(|field| names(name, field).is_some())
}

/// `name` in lower case, its words apart: `sentAt`, `SENT_AT` and `Sent at:` are `sent at`.
pub(crate) fn phrase(name: &str) -> String {
    let mut phrase = String::with_capacity(name.len() + 4);
    let mut before_lower = false;
    for character in name.chars().take(120) {
        if !character.is_alphanumeric() {
            before_lower = false;
            phrase.push(' ');
            continue;
        }
        if character.is_uppercase() && before_lower {
            phrase.push(' ');
        }
        before_lower = character.is_lowercase();
        phrase.extend(character.to_lowercase());
    }
    phrase.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_name_fields() {
        for (name, field, wanted) in [
            ("Sent At", Field::Time, Some(Named::Whole)),
            ("createdDateTime", Field::Time, Some(Named::Whole)),
            ("Datum", Field::Time, Some(Named::Loose)),
            ("Von:", Field::Sender, Some(Named::Whole)),
            ("user", Field::Sender, Some(Named::Loose)),
            ("sender_label", Field::Sender, Some(Named::Part)),
            ("sender id", Field::Sender, None),
            ("message type", Field::Text, None),
            ("Текст сообщения", Field::Text, Some(Named::Whole)),
            ("context", Field::Text, None),
        ] {
            assert_eq!(names(name, field), wanted, "{name}");
        }
    }
}
