//! Signatures of functions: `<s-n?:s>`. Those of lambdas stand in the expression; functions of the library have
//! them too.

use std::fmt;

use super::error::{Refusal, SyntaxCode};

/// What a function takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// As written, with `<` and `>`.
    pub text: String,
    /// Its parameters in order. Letters that mean nothing are left out, as the language does.
    pub parameters: Vec<Parameter>,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its letter; `(` for a choice.
    pub letter: char,
    /// The letters of the types it takes (`s`, `n`, `b`, `l`, `o`, `a`, `f`).
    pub types: String,
    /// What the items of an array, or the function, must be: the letters between `<` and `>`.
    pub subtype: Option<String>,
    /// `?`: it may be left out.
    pub optional: bool,
    /// `-`: the context takes its place when it is left out.
    pub context: bool,
    /// `+`: one or more.
    pub repeated: bool,
}

/// What is known about the type of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentType {
    /// Anything.
    Unknown,
    /// The type with this letter, or nothing.
    Known(char),
}

/// The text of a signature, and where each of its characters stands.
#[derive(Debug, Default)]
pub(super) struct Notation {
    characters: Vec<(char, usize)>,
}

impl Notation {
    /// Adds a token that begins at byte `start` of the field.
    pub(super) fn push(&mut self, token: &str, start: usize) {
        self.characters.extend(token.char_indices().map(|(offset, c)| (c, start + offset)));
    }

    fn character(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(c, _)| *c)
    }

    fn error(&self, code: SyntaxCode, index: usize) -> Refusal {
        let at = self.characters.get(index).map_or(0, |(_, at)| *at);
        Refusal::at(code, at..at + 1)
    }

    /// The index of the bracket that closes the one at `open`, or the end.
    fn closing(&self, open: usize, close_with: char) -> usize {
        let opened = self.character(open);
        let mut depth = 1_usize;
        for index in open + 1..self.characters.len() {
            let c = self.character(index);
            if c == Some(close_with) {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            } else if c == opened {
                depth += 1;
            }
        }
        self.characters.len()
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.characters.iter().take(end).skip(start).map(|(c, _)| *c).collect()
    }
}

/// Reads a signature.
pub(super) fn parse(notation: &Notation) -> Result<Signature, Refusal> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut index = 1;
    while let Some(symbol) = notation.character(index) {
        match symbol {
            // What it returns is checked nowhere.
            ':' => break,
            's' | 'n' | 'b' | 'l' | 'o' | 'f' => parameters.push(Parameter::of(symbol, symbol.to_string())),
            // A single value is taken for an array of it.
            'a' | 'x' => parameters.push(Parameter::of(symbol, "asnblfo".to_owned())),
            'j' => parameters.push(Parameter::of(symbol, "asnblo".to_owned())),
            '(' => {
                let end = notation.closing(index, ')');
                let choice = notation.text(index + 1, end);
                if choice.contains('<') {
                    return Err(notation.error(SyntaxCode::SignatureChoice, index));
                }
                parameters.push(Parameter::of('(', choice));
                index = end;
            }
            '<' => {
                let Some(parameter) = parameters.last_mut().filter(|last| matches!(last.letter, 'a' | 'f'))
                else {
                    return Err(notation.error(SyntaxCode::SignatureParameter, index));
                };
                let end = notation.closing(index, '>');
                parameter.subtype = Some(notation.text(index + 1, end));
                index = end;
            }
            '-' | '?' | '+' => {
                if let Some(parameter) = parameters.last_mut() {
                    parameter.context |= symbol == '-';
                    parameter.optional |= symbol != '+';
                    parameter.repeated |= symbol == '+';
                }
            }
            _ => {}
        }
        index += 1;
    }
    Ok(Signature { text: notation.text(0, notation.characters.len()), parameters })
}

impl Parameter {
    fn of(letter: char, types: String) -> Self {
        Self { letter, types, subtype: None, optional: false, context: false, repeated: false }
    }

    fn takes(&self, argument: ArgumentType) -> bool {
        match argument {
            ArgumentType::Unknown => true,
            ArgumentType::Known(letter) => self.types.contains(letter),
        }
    }
}

impl Signature {
    /// A signature of the library.
    pub(super) fn library(text: &str) -> Option<Self> {
        let mut notation = Notation::default();
        notation.push(text, 0);
        parse(&notation).ok()
    }

    /// The fewest and the most arguments; no most: any number.
    pub fn arity(&self) -> (usize, Option<usize>) {
        let least = self.parameters.iter().filter(|parameter| !parameter.optional).count();
        let any = self.parameters.iter().any(|parameter| parameter.repeated);
        (least, (!any).then_some(self.parameters.len()))
    }

    /// The first argument that its own parameter does not take, if each parameter gets one in order.
    pub fn misfit(&self, arguments: &[ArgumentType]) -> Option<usize> {
        let pairs = self.parameters.iter().zip(arguments);
        pairs.into_iter().position(|(parameter, argument)| !parameter.takes(*argument))
    }

    /// Whether arguments of these types can fit. `Err`: the index up to which they do, as AWS counts.
    pub fn fits(&self, arguments: &[ArgumentType]) -> Result<(), usize> {
        let mut furthest = 0;
        if fits(&self.parameters, arguments, 0, &mut furthest) { Ok(()) } else { Err(furthest) }
    }
}

/// Matches parameters against arguments as the regular expression does that the language makes of a signature.
fn fits(parameters: &[Parameter], arguments: &[ArgumentType], at: usize, furthest: &mut usize) -> bool {
    *furthest = (*furthest).max(at);
    let Some((parameter, rest)) = parameters.split_first() else { return at == arguments.len() };
    let taken = arguments.get(at).is_some_and(|argument| parameter.takes(*argument));
    if taken && parameter.repeated && fits(parameters, arguments, at + 1, furthest) {
        return true;
    }
    if taken && fits(rest, arguments, at + 1, furthest) {
        return true;
    }
    parameter.optional && fits(rest, arguments, at, furthest)
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
