//! From the parser's events to a tree.

use super::merge::{Entry, merge};
use super::place::Places;
use super::scalar::{self, Scalar};
use super::text::Written;
use super::{Problem, Tags, problem, too_deep};
use crate::diagnostic::{Code, Diagnostic, near};
use crate::json::{MAX_DEPTH, Member, Node, Text, Value};
use crate::source::Span;
use crate::template::{Scope, long_form, resolve, short_forms};
use saphyr_parser::{Event, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How much aliases may add, in the units of [`weight`]: some times the largest definition.
const LARGEST_EXPANSION: usize = 8 << 20;

/// The tree so far.
pub(super) struct Builder<'a> {
    places: &'a Places<'a>,
    tags: Tags,
    /// The open collections, outermost first.
    open: Vec<Open>,
    /// How deep the open collections are, with the functions around them.
    depth: usize,
    anchors: BTreeMap<usize, Anchored>,
    expanded: usize,
}

/// A value with an anchor, for its aliases.
struct Anchored {
    node: Node,
    weight: usize,
    depth: usize,
}

/// A collection whose end has not come.
struct Open {
    items: Items,
    /// Where its first byte is, tag and anchor not included.
    start: usize,
    /// In brackets.
    flow: bool,
    anchor: usize,
    function: Option<Function>,
    /// Where the last value inside it ends.
    last: usize,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping { members: Vec<Entry>, key: Option<Key> },
}

enum Key {
    Name(Text),
    Merge,
}

/// The short form of a function: its name and place.
struct Function {
    name: String,
    span: Span,
}

impl Function {
    /// How many levels of the tree it adds.
    const DEPTH: usize = 1;
}

/// What a tag says about a scalar.
enum Tagged {
    No,
    /// `!!str`, or the tag `!`.
    Text,
    /// `!!int` and others: as if it were plain.
    Plain,
    Function(Function),
}

impl<'a> Builder<'a> {
    pub(super) fn new(places: &'a Places<'a>, tags: Tags) -> Self {
        Self { places, tags, open: Vec::new(), depth: 0, anchors: BTreeMap::new(), expanded: 0 }
    }

    /// Takes an event; gives the document's value when it is complete.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Node>, Problem> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let tagged = self.tagged(tag, span)?;
                let has_properties = anchor != 0 || !matches!(tagged, Tagged::No);
                let text = Written { at: span, style, value: &value, has_properties }.text(self.places);
                if self.expects_key() {
                    if anchor != 0 {
                        let node = Node { span: text.span(), value: Value::String(text.clone()) };
                        self.anchor(anchor, &node)?;
                    }
                    self.key(text, style == ScalarStyle::Plain && matches!(tagged, Tagged::No));
                    return Ok(None);
                }
                let node = self.scalar(text, style, tagged)?;
                self.anchor(anchor, &node)?;
                Ok(self.value(node))
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::SequenceStart(anchor, tag) => {
                self.start(Items::Sequence(Vec::new()), anchor, tag, span).map(|()| None)
            }
            Event::MappingStart(anchor, tag) => {
                let items = Items::Mapping { members: Vec::new(), key: None };
                self.start(items, anchor, tag, span).map(|()| None)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(None),
        }
    }

    /// Whether the next node is a mapping's key.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { items: Items::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: Text, can_merge: bool) {
        let Some(open) = self.open.last_mut() else { return };
        open.last = text.span().end;
        if let Items::Mapping { key, .. } = &mut open.items {
            *key = Some(if can_merge && text.as_str() == "<<" { Key::Merge } else { Key::Name(text) });
        }
    }

    fn tagged(&self, tag: Option<Cow<'_, Tag>>, span: Span) -> Result<Tagged, Problem> {
        let Some(tag) = tag else { return Ok(Tagged::No) };
        if tag.is_yaml_core_schema() {
            return Ok(if tag.suffix == "str" { Tagged::Text } else { Tagged::Plain });
        }
        if tag.handle.is_empty() && tag.suffix == "!" {
            return Ok(Tagged::Text);
        }
        let rest = self.places.from(span.start);
        let rest = rest.find('!').and_then(|at| rest.get(at..).map(|rest| (at, rest)));
        let (before, rest) = rest.unwrap_or((0, ""));
        let written = rest.split(char::is_whitespace).next().unwrap_or_default();
        let start = span.start + before;
        let at = Span::new(start, start + written.len());
        // A template may have functions of its own, of macros and of later versions.
        let is_known = self.tags == Tags::Functions || short_forms().any(|known| known == tag.suffix);
        if tag.handle == "!" && is_known {
            return Ok(Tagged::Function(Function { name: tag.suffix.clone(), span: at }));
        }
        let help = match near(&tag.suffix, short_forms()) {
            Some(near) => format!("did you mean `!{near}`?"),
            None => {
                "only the short forms of `CloudFormation`'s functions are known, such as `!Sub`".to_owned()
            }
        };
        Err(Box::new(problem(at, format!("unknown tag `{written}`")).label("not a tag here").help(help)))
    }

    fn start(
        &mut self,
        items: Items,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        span: Span,
    ) -> Result<(), Problem> {
        let function = match self.tagged(tag, span)? {
            Tagged::Function(function) => Some(function),
            Tagged::No | Tagged::Text | Tagged::Plain => None,
        };
        let start = self.places.skip_space(self.places.skip_properties(span.start));
        if self.expects_key() {
            let message = "a key must be text";
            return Err(Box::new(problem(Span::at(start).first(), message).label("this is a collection")));
        }
        self.deeper(1 + function.as_ref().map_or(0, |_| Function::DEPTH), Span::at(start).first())?;
        let flow = self.places.from(start).starts_with(['[', '{']);
        self.open.push(Open { items, start, flow, anchor, function, last: start });
        Ok(())
    }

    fn deeper(&mut self, levels: usize, span: Span) -> Result<(), Problem> {
        self.check_depth(levels, span)?;
        self.depth += levels;
        Ok(())
    }

    fn check_depth(&self, levels: usize, span: Span) -> Result<(), Problem> {
        if self.depth + levels <= MAX_DEPTH {
            return Ok(());
        }
        Err(Box::new(too_deep(span)))
    }

    fn end(&mut self) -> Result<Option<Node>, Problem> {
        let Some(open) = self.open.pop() else { return Ok(None) };
        self.depth -= 1 + open.function.as_ref().map_or(0, |_| Function::DEPTH);
        let end = if open.flow { self.closing(open.last, open.start) } else { open.last };
        let value = match open.items {
            Items::Sequence(items) => Value::Array(items),
            Items::Mapping { members, .. } => Value::Object(merge(members)?),
        };
        let node = Node { span: Span::new(open.start, end.max(open.start)), value };
        let node = self.apply(open.function, node);
        self.anchor(open.anchor, &node)?;
        Ok(self.value(node))
    }

    /// Behind the bracket that closes a collection whose last value ends at `last`.
    fn closing(&self, last: usize, start: usize) -> usize {
        let mut at = if last == start { start + 1 } else { last };
        loop {
            at = self.places.skip_space(at);
            match self.places.from(at).chars().next() {
                Some(']' | '}') => return at + 1,
                // What may stand between the last value and the bracket.
                Some(',' | ':' | '?') => at += 1,
                _ => return last,
            }
        }
    }

    fn scalar(&mut self, text: Text, style: ScalarStyle, tagged: Tagged) -> Result<Node, Problem> {
        let span = text.span();
        let plain = match tagged {
            Tagged::No => style == ScalarStyle::Plain,
            Tagged::Plain => true,
            Tagged::Text | Tagged::Function(_) => false,
        };
        let scalar = if plain { scalar::plain(text.as_str()) } else { Scalar::String };
        let value = match scalar {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Number(number) => Value::Number(number),
            Scalar::String => Value::String(text),
            Scalar::NoJson => {
                let problem = problem(span, format!("JSON has no number `{}`", text.as_str()))
                    .label("not a JSON number");
                return Err(Box::new(problem.help("put it in quotes if it is meant as text")));
            }
        };
        let function = if let Tagged::Function(function) = tagged { Some(function) } else { None };
        if function.is_some() {
            self.check_depth(Function::DEPTH, span)?;
        }
        Ok(self.apply(function, Node { span, value }))
    }

    fn apply(&self, function: Option<Function>, node: Node) -> Node {
        let Some(Function { name, span }) = function else { return node };
        let node = long_form(&name, span, node);
        match self.tags {
            Tags::Functions => node,
            Tags::Placeholders => resolve(node, &Scope::default()),
        }
    }

    fn anchor(&mut self, anchor: usize, node: &Node) -> Result<(), Problem> {
        if anchor != 0 {
            let (weight, depth) = (weight(node), depth(node));
            self.expand(weight, node.span)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), weight, depth });
        }
        Ok(())
    }

    fn expand(&mut self, weight: usize, span: Span) -> Result<(), Problem> {
        self.expanded += weight;
        if self.expanded <= LARGEST_EXPANSION {
            return Ok(());
        }
        let problem =
            Diagnostic::new(Code::TooLarge, span, "anchors and aliases make the definition too large");
        Err(Box::new(problem.label("too much at this one")))
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Option<Node>, Problem> {
        let Some(Anchored { weight, depth, .. }) = self.anchors.get(&anchor) else {
            let problem =
                problem(span, "an alias inside the value that it stands for").label("would never end");
            return Err(Box::new(problem));
        };
        let (weight, depth) = (*weight, *depth);
        self.expand(weight, span)?;
        self.check_depth(depth, span)?;
        let Some(Anchored { node, .. }) = self.anchors.get(&anchor) else { return Ok(None) };
        let mut node = Node { span, value: node.value.clone() };
        if let Value::String(text) = &mut node.value {
            let mut moved = Text::empty(span);
            moved.push_as_whole(text.as_str(), span);
            *text = moved;
        }
        if !self.expects_key() {
            return Ok(self.value(node));
        }
        match node.value {
            Value::String(text) => self.key(text, false),
            _ => {
                return Err(Box::new(
                    problem(span, "a key must be text").label("this alias stands for none"),
                ));
            }
        }
        Ok(None)
    }

    /// Puts a value where it belongs; gives it back when nothing is around it.
    fn value(&mut self, node: Node) -> Option<Node> {
        let Some(open) = self.open.last_mut() else { return Some(node) };
        open.last = open.last.max(node.span.end);
        match &mut open.items {
            Items::Sequence(items) => items.push(node),
            Items::Mapping { members, key } => match key.take() {
                Some(Key::Name(key)) => members.push(Entry::Member(Member { key, value: node })),
                Some(Key::Merge) => members.push(Entry::Merge(node)),
                None => {}
            },
        }
        None
    }
}

/// About how much memory a value takes.
fn weight(node: &Node) -> usize {
    let inside = match &node.value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(text) => text.len(),
        Value::String(text) => text.as_str().len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(members) => {
            members.iter().map(|member| 16 + member.key.as_str().len() + weight(&member.value)).sum()
        }
    };
    inside + 16
}

/// How many collections are inside each other.
fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => {
            1 + members.iter().map(|member| depth(&member.value)).max().unwrap_or_default()
        }
    }
}
