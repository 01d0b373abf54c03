//! The layouts as data: where a message stands, what tells its side, its time and its text.

/// What tells the side of a message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    /// The message itself is the one or the other element.
    Own { victim: &'static str, attacker: &'static str },
    /// It holds the one or the other element.
    Inner { victim: &'static str, attacker: &'static str },
    /// It stands in the one or the other element.
    Around { victim: &'static str, attacker: &'static str },
    /// The victim's messages bear a mark, the others none.
    Marked { victim: &'static str },
    /// A name in it is the one that the panel calls its visitor.
    Name { visitor: &'static str },
}

/// Where a part of a message stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) selector: &'static str,
    /// Which one of several, from 0.
    pub(super) nth: usize,
    /// The attribute that says it better than the text.
    pub(super) attribute: Option<&'static str>,
}

const fn at(selector: &'static str) -> Option<At> {
    Some(At { selector, nth: 0, attribute: None })
}

/// The panel of one group, as its pages were saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The group.
    pub(super) group: &'static str,
    pub(super) message: &'static str,
    pub(super) side: Side,
    /// Where a name is shown.
    pub(super) name: Option<At>,
    /// Where a heading holds a stamp and a name.
    pub(super) heading: Option<&'static str>,
    pub(super) time: Option<At>,
    /// Where the text stands; all the rest of the message where nothing is said, or it is not there.
    pub(super) text: Option<At>,
    /// Where rows or blocks name the day of the messages below them.
    pub(super) day: Option<&'static str>,
    pub(super) newest_first: bool,
    pub(super) chat_id: Option<&'static str>,
}

const PLAIN: Layout = Layout {
    group: "",
    message: "",
    side: Side::Name { visitor: "you" },
    name: None,
    heading: None,
    time: None,
    text: None,
    day: None,
    newest_first: false,
    chat_id: None,
};

/// Every layout. Where two fit a page equally well, the first is taken.
pub(super) const ALL: &[Layout] = &[
    Layout {
        group: "akira",
        message: "p.body",
        side: Side::Inner { victim: "span.begin.you", attacker: "span.begin.we" },
        name: at("span.begin"),
        ..PLAIN
    },
    Layout {
        group: "avaddon",
        message: "div.message",
        side: Side::Own { victim: ".me", attacker: ".you" },
        time: at("p.date"),
        text: at(".message-body"),
        ..PLAIN
    },
    Layout {
        group: "avos",
        message: "div.msg",
        side: Side::Own { victim: ".right-msg", attacker: ".left-msg" },
        name: at(".msg-info-name"),
        time: at(".msg-info-time"),
        text: at(".msg-text"),
        newest_first: true,
        ..PLAIN
    },
    Layout { group: "babuk", message: "div.chat__message", side: Side::Marked { victim: ".r" }, ..PLAIN },
    Layout {
        group: "babuk",
        message: "div.message",
        side: Side::Inner { victim: ".message-from", attacker: ".message-to" },
        time: Some(At { selector: "time.message-time", nth: 0, attribute: Some("datetime") }),
        text: at(".message-text"),
        ..PLAIN
    },
    Layout {
        group: "blackbasta",
        message: "div.msg-data-container",
        side: Side::Name { visitor: "you" },
        name: at(".name"),
        time: at(".message_time"),
        text: at(".text"),
        ..PLAIN
    },
    Layout {
        group: "blackmatter",
        message: "div.container-msg",
        side: Side::Own { victim: ".right", attacker: ".left" },
        time: at("small"),
        text: at(".text-white"),
        ..PLAIN
    },
    Layout {
        group: "cloak",
        message: "#chatwindow div.message",
        side: Side::Name { visitor: "client" },
        heading: Some("h5"),
        text: at("p"),
        newest_first: true,
        ..PLAIN
    },
    Layout {
        group: "conti",
        message: "div.messages .user .message, div.messages .support .message",
        side: Side::Around { victim: ".user", attacker: ".support" },
        time: Some(At { selector: ".date", nth: 0, attribute: Some("title") }),
        text: at(".text"),
        ..PLAIN
    },
    Layout {
        group: "conti",
        message: "div.messages .user, div.messages .support",
        side: Side::Own { victim: ".user", attacker: ".support" },
        time: at(".clock"),
        text: at(".text"),
        ..PLAIN
    },
    Layout {
        group: "darkside",
        message: "div.chat-message",
        side: Side::Own { victim: ".right", attacker: ".left" },
        time: at(".text-secondary"),
        chat_id: Some("h3"),
        ..PLAIN
    },
    Layout {
        group: "fog",
        message: ".g-box.g-flex.g-flex_s_2.left, .g-box.g-flex.g-flex_s_2.right",
        side: Side::Own { victim: ".right", attacker: ".left" },
        time: Some(At { selector: ".g-flex__wr", nth: 1, attribute: None }),
        text: at(".g-flex__wr"),
        day: Some("div, span, p, time"),
        ..PLAIN
    },
    Layout {
        group: "hive",
        message: ".chat-body .chat-item",
        side: Side::Marked { victim: ".incoming" },
        time: at(".chat-message-time"),
        day: Some(".chat-date"),
        ..PLAIN
    },
    Layout {
        group: "lockbit",
        message: "div.chat-item",
        side: Side::Own { victim: ".chat-item-income", attacker: ".chat-item-out" },
        time: at(".date"),
        text: at(".text"),
        chat_id: Some("h3"),
        ..PLAIN
    },
    Layout {
        group: "mountlocker",
        message: "div.alert-success, div.alert-info",
        side: Side::Own { victim: ".alert-success", attacker: ".alert-info" },
        time: at("strong.float-right"),
        text: at(".chat_message"),
        ..PLAIN
    },
    Layout {
        group: "noescape",
        message: "div.message-box",
        side: Side::Name { visitor: "you" },
        name: at(".sender"),
        time: at(".message-time"),
        text: at("pre"),
        newest_first: true,
        ..PLAIN
    },
    Layout {
        group: "ranzy",
        message: "div.message",
        side: Side::Inner { victim: ".message-bot", attacker: ".message-support" },
        time: at(".message-date"),
        text: at(".message-text"),
        ..PLAIN
    },
    Layout {
        group: "revil",
        message: "div.chat-item",
        side: Side::Own { victim: ".victim", attacker: ".support" },
        time: at(".chat-timestamp"),
        text: at(".chat-message-body"),
        ..PLAIN
    },
    Layout {
        group: "trinity",
        message: ".msg_history .outgoing_msg, .msg_history .incoming_msg",
        side: Side::Own { victim: ".outgoing_msg", attacker: ".incoming_msg" },
        time: at(".time_date"),
        text: at("p"),
        ..PLAIN
    },
];
