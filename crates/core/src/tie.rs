//! What ties one case to another.

use crate::codes::codes;

codes! {
    /// What two cases share. Names of actors are none: they are guesses of their own.
    TieKind {
        Bytes = "bytes", "the same bytes";
        Wallet = "wallet", "the same wallet";
        Onion = "onion", "the same onion service";
        Tox = "tox", "the same Tox key";
        Session = "session", "the same Session ID";
        Email = "email", "the same e-mail address";
        Jabber = "jabber", "the same Jabber address";
        Telegram = "telegram", "the same Telegram name";
        VictimId = "victim-id", "the same victim's id";
        Victim = "victim", "the same victim";
        Wording = "wording", "nearly the same wording";
        Persona = "persona", "the same persona";
        Template = "template", "a note of the same template";
    }
}
