//! How wide text is, and how it is broken into lines.
//!
//! Widths are those of Arial and Helvetica, whose metrics most sans fonts of systems follow or stay below.

/// Widths of the characters from space to `~`, in thousandths of the font's size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// What ends a text that is longer than its place.
const ELLIPSIS: char = '…';

/// A size of letters and the room that they have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Font size in tenths of a pixel.
    pub(super) size: i32,
    /// Pixels of a line.
    pub(super) width: i32,
    /// How many lines.
    pub(super) lines: usize,
}

fn width_of(character: char) -> i32 {
    let code = u32::from(character);
    let ascii = code.checked_sub(32).and_then(|at| WIDTHS.get(usize::try_from(at).ok()?));
    match (ascii, code) {
        (Some(width), _) => i32::from(*width),
        // Marks that stand on the letter before them, joiners, variants.
        (None, 0x300..=0x36F | 0x200B..=0x200F | 0xFE00..=0xFE0F) => 0,
        // Latin, Greek, Cyrillic: the widest common capitals would be more, words are not.
        (None, 0xA0..=0x52F) => 640,
        (None, 0x2010..=0x2027) => 1000,
        // Scripts of full width, and pictures.
        (None, _) => 1250,
    }
}

/// Pixels of a text, rounded up. `size` is in tenths of a pixel.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let sum: i64 = text.chars().map(|character| i64::from(width_of(character))).sum();
    let pixels = (sum * i64::from(size) + 9999) / 10_000;
    i32::try_from(pixels).unwrap_or(i32::MAX / 4)
}

/// Breaks a text into lines that fit. The last line ends in an ellipsis if not all of the text fits.
pub(super) fn wrap(text: &str, room: Room) -> Vec<String> {
    let clean: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let mut rest = clean.trim();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < room.lines.max(1) {
        if width(rest, room.size) <= room.width {
            lines.push(rest.to_owned());
            return lines;
        }
        let last = lines.len() + 1 == room.lines.max(1);
        if last {
            lines.push(shortened(rest, room));
            return lines;
        }
        let cut = break_at(rest, room);
        let (line, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    lines
}

/// As much of a text as fits before an ellipsis.
fn shortened(text: &str, room: Room) -> String {
    let mut out = String::new();
    let limit = room.width - width("…", room.size);
    let mut used = 0_i32;
    for character in text.chars() {
        used += width_of(character) * room.size;
        if used > limit * 10_000 {
            break;
        }
        out.push(character);
    }
    let mut out = out.trim_end().to_owned();
    out.push(ELLIPSIS);
    out
}

/// Where to break a text that is too long for a line: at a space if that leaves a fair part of the line, or
/// after punctuation, or between words written together, or where the line is full.
fn break_at(text: &str, room: Room) -> usize {
    let mut used = 0_i32;
    let mut full = 0;
    let (mut space, mut joint) = (None, None);
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let hump = before.is_lowercase() && character.is_uppercase();
        let after_sign = matches!(before, '-' | '_' | '.' | '/' | ':' | ',' | ')' | ']') && character != ' ';
        used = used.saturating_add(width_of(character) * room.size);
        if at > 0 && (hump || after_sign) {
            joint = Some((at, used));
        }
        // A space may hang over the edge: it is dropped.
        if character == ' ' {
            space = Some((at, used));
        }
        if used > room.width * 10_000 {
            break;
        }
        before = character;
        full = at + character.len_utf8();
    }
    let fair = |place: Option<(usize, i32)>| {
        place.filter(|(at, used)| *at <= full && *used > room.width * 10_000 * 2 / 5).map(|(at, _)| at)
    };
    let first = text.chars().next().map_or(0, char::len_utf8);
    fair(space)
        .or_else(|| fair(joint))
        .or(space.map(|(at, _)| at).filter(|at| *at > 0 && *at <= full))
        .unwrap_or(full)
        .max(first)
}
