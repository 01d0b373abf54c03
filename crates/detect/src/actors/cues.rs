//! The words that make a name out of a word.
//!
//! All in lower case. Source: how ransom notes, negotiation chats and reports about them name groups, in the seven languages of the lexicons.

/// After or in front of any name, these settle that it is a group: no other use of the word stands beside them.
pub(super) const SETTLES: &[&str] = &[
    "ransomware", "ransom", "locker", "raas", "decryptor", "decrypter", "cryptolocker", "ransomwaregroup", "rançongiciel",
    "erpressersoftware", "вымогатель", "шифровальщик",
];

/// After a name, these say that it is a group where the rest of the text is extortion: a sports club has a team too.
pub(super) const SUGGESTS_AFTER: &[&str] = &[
    "team", "group", "gang", "support", "crew", "cartel", "operator", "operators", "affiliate", "affiliates", "leaks", "leak", "blog",
    "news", "chat", "syndicate", "collective", "hackers", "hacker", "organization", "organisation", "virus", "malware", "encryptor",
    "crypter", "portal", "corp", "staff", "admin", "press", "recovery", "gruppe", "groupe", "grupo", "gruppo", "équipe", "equipe",
    "equipo", "squadra", "команда", "группа",
];

/// In front of a name, the same, in the languages that put the noun first.
pub(super) const SUGGESTS_BEFORE: &[&str] = &[
    "team", "group", "gang", "groupe", "gruppe", "grupo", "gruppo", "équipe", "equipe", "equipo", "banda", "bande", "команда", "команды",
    "группа", "группы", "группировка", "called", "named",
];

/// What stands before a name by which the writer names himself, the last word first.
pub(super) const SELF: &[&[&str]] = &[
    &["are", "we"],
    &["re", "we"],
    &["is", "this"],
    &["am", "i"],
    &["m", "i"],
    &["is", "name", "our"],
    &["is", "name", "my"],
    &["is", "here"],
    &["are", "here"],
    &["to", "welcome"],
    &["from", "greetings"],
    &["from", "hello"],
    &["from", "hi"],
    &["from", "message"],
    &["from", "regards"],
    &["of", "behalf", "on"],
    &["with", "dealing"],
    &["sind", "wir"],
    &["ist", "hier"],
    &["sommes", "nous"],
    &["somos"],
    &["siamo"],
    &["мы"],
    &["это"],
];

/// The last words of a greeting under which a name is a signature.
pub(super) const SIGN_OFF: &[&str] = &[
    "regards", "sincerely", "greetings", "cheers", "respectfully", "respect", "yours", "truly", "grüße", "grüßen", "cordialement",
    "saludos", "atentamente", "saluti", "atenciosamente", "уважением",
];

/// What was done "by" a group.
pub(super) const DONE_BY: &[&str] = &[
    "encrypted", "crypted", "locked", "hacked", "breached", "attacked", "compromised", "infected", "penetrated", "pwned", "pwn3d",
    "stolen", "hit", "infiltrated", "ransomed", "exfiltrated", "downloaded", "leaked", "owned", "audited", "pentested", "secured",
    "verschlüsselt", "gehackt", "angegriffen", "chiffrés", "chiffré", "chiffrées", "cryptés", "piraté", "attaqué", "cifrados", "cifrado",
    "encriptados", "hackeado", "atacado", "criptografados", "crittografati", "cifrati", "attaccati", "hackerati", "зашифрованы",
    "взломаны", "атакованы",
];

/// "by", in the languages that have the word.
pub(super) const BY: &[&str] = &["by", "von", "par", "por", "da", "dal", "pelo", "from", "with"];

/// Words that may stand between a cue and the name.
pub(super) const FILLERS: &[&str] = &[
    "the", "a", "an", "an", "from", "as", "of", "group", "team", "gang", "ransomware", "infamous", "official", "called", "named", "known",
    "hackers", "hacker", "die", "der", "das", "le", "la", "les", "el", "los", "il", "lo", "o", "os", "new", "version", "members", "member",
    "operators", "crew",
];

/// Verbs that follow a name in a report about the group: it does not speak there itself.
pub(super) const REPORTED: &[&str] = &[
    "said", "says", "claimed", "claims", "has", "was", "were", "is", "told", "posted", "listed", "attack", "attacks", "attacked", "hit",
    "uses", "used", "operators", "affiliates", "actors", "victims", "deployed", "emerged", "began", "operation", "campaign", "targeted",
    "targets", "samples",
];

/// What may be written onto a name without a space: `mazedecrypt`, `hiveleaks`, `cuba-supp`.
pub(super) const AFFIXES: &[&str] = &[
    "ransomware", "ransom", "locker", "lock", "crypt", "crypter", "decrypt", "decryptor", "decryption", "decoder", "unlock", "restore",
    "recovery", "recover", "support", "supp", "help", "helpdesk", "helper", "team", "group", "gang", "leaks", "leaked", "leak", "blog",
    "news", "press", "data", "files", "file", "onion", "chat", "contact", "admin", "hackers", "apt", "official", "mirror", "pay", "key",
    "service",
];

/// Affixes strong enough to make a group out of an ordinary word in prose, where `playgroup` and `dateline` are words too.
pub(super) const SURE_AFFIXES: &[&str] =
    &["ransomware", "ransom", "locker", "decryptor", "decrypter", "decrypt", "leaks", "crypt", "crypter", "note"];

/// Words of a sender's label that leave the name the name: `LockBit 3.0 Support`.
pub(super) const LABEL_WORDS: &[&str] = &[
    "support", "team", "group", "gang", "ransomware", "ransom", "locker", "admin", "administrator", "operator", "manager", "negotiator",
    "chat", "bot", "official", "helpdesk", "help", "representative", "rep", "the", "threat", "actor", "attacker", "hacker", "black", "v",
];

/// Mail providers that ask no name: an ordinary word at one of them may be a group.
pub(super) const NAMELESS_MAIL: &[&str] = &[
    "onionmail", "cock", "protonmail", "proton", "pm", "tutanota", "tuta", "tutamail", "mailfence", "airmail", "firemail", "keemail",
    "aol", "ctemplar", "msgsafe", "disroot", "exploit", "xmpp", "jabber", "jabb", "thesecure", "cyberfear", "elude", "dnmx", "secmail",
    "swisscows", "morke", "techmail",
];

/// Words that stand where a name would stand, and are none.
pub(super) const NO_NAMES: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "your", "you", "our", "ours", "us", "we", "me", "my", "mine", "his", "her", "their", "them",
    "it", "its", "all", "any", "new", "old", "strong", "strongest", "military", "unique", "special", "secure", "powerful", "unknown",
    "malicious", "professional", "what", "who", "how", "why", "is", "are", "was", "not", "no", "and", "or", "of", "to", "in", "on", "with",
    "using", "means", "personal", "public", "private", "session", "user", "client", "server", "computer", "network", "system", "windows",
    "linux", "esxi", "microsoft", "company", "support", "rsa", "aes", "chacha20", "salsa20", "curve25519", "ecc", "ecdh", "ecies",
    "sha256", "sha512", "pgp", "gpg", "ssh", "ssl", "openssh", "certificate", "encrypted", "encryption", "decryption", "algorithm",
    "cipher", "key", "keys", "ransom", "ransomware", "crypto", "cyber", "hacker", "hackers", "hacking", "hack", "security", "it",
    "technical", "file", "files", "data", "virus", "malware", "trojan", "russian", "chinese", "anti", "team", "group", "best", "kind",
    "dear", "sir", "madam", "mr", "mrs", "ms", "customer", "sales", "management", "incident", "response", "recovery", "forensic",
    "negotiation", "legal", "insurance", "police", "fbi", "cisa", "nsa", "europol", "warning", "attention", "important", "notice", "read",
    "about", "last", "final", "first", "second", "other", "another", "real", "only", "just", "very", "same", "modern", "latest",
    "dangerous", "complex", "hybrid",
];
