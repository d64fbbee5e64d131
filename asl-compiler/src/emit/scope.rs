//! What emission needs to know about the place it writes for, and the constants that it collects there.

use super::names::{Names, Spelling};
use crate::ir::{self, Literal, Path, Segment};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// The identifiers of one machine: variants, variables, modules of nested machines.
#[derive(Debug)]
pub(super) struct MachineNames<'p> {
    pub(super) machine: &'p ir::Machine,
    /// A variant for each state.
    pub(super) states: Vec<Ident>,
    /// A field of `Vars` for each variable.
    pub(super) variables: Vec<Ident>,
    /// The module of each Parallel's or Map's nested machines.
    pub(super) modules: Vec<Option<Ident>>,
}

impl<'p> MachineNames<'p> {
    fn new(machine: &'p ir::Machine, reserved: &[&str]) -> Self {
        let mut states = Names::new(Spelling::Camel, "State", &[]);
        let mut variables = Names::new(Spelling::Snake, "variable", &[]);
        let mut modules = Names::new(Spelling::Snake, "state", reserved);
        let forks = |kind: &ir::StateKind| matches!(kind, ir::StateKind::Parallel(_) | ir::StateKind::Map(_));
        Self {
            machine,
            states: machine.states.iter().map(|state| states.add(&state.name)).collect(),
            variables: machine.variables.iter().map(|name| variables.add(name)).collect(),
            modules: machine
                .states
                .iter()
                .map(|state| forks(&state.kind).then(|| modules.add(&state.name)))
                .collect(),
        }
    }

    /// The variant of a state.
    pub(super) fn state(&self, id: ir::StateId) -> &Ident {
        // INVARIANT: the IR's ids are indexes into its own list.
        #[expect(clippy::indexing_slicing, reason = "state ids are made from this very list")]
        &self.states[id.0]
    }
}

/// A machine with the machines around it.
#[derive(Debug)]
pub(super) struct Scope<'s, 'p> {
    pub(super) names: MachineNames<'p>,
    pub(super) parent: Option<&'s Scope<'s, 'p>>,
    /// The user's tasks, as an expression of type `&T`.
    pub(super) tasks: TokenStream,
    pub(super) constants: std::cell::RefCell<Constants>,
    pub(super) uses: std::cell::Cell<Uses>,
}

/// What the expressions of a machine's own states ask for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Uses {
    pub(super) entered_time: bool,
    /// `$$.Execution`, `$$.StateMachine`, or the whole of `$$`.
    pub(super) execution: bool,
    pub(super) execution_input: bool,
}

impl Uses {
    /// An expression asks for the whole of `$$`.
    pub(super) fn note_context(&mut self) {
        *self = Self { entered_time: true, execution: true, execution_input: true };
    }
}

impl<'s, 'p> Scope<'s, 'p> {
    /// The top level of a definition.
    pub(super) fn root(machine: &'p ir::Machine, reserved: &[&str], tasks: TokenStream) -> Self {
        Self::new(machine, None, reserved, tasks)
    }

    /// A branch or processor.
    pub(super) fn nested(machine: &'p ir::Machine, parent: &'s Scope<'s, 'p>, reserved: &[&str]) -> Self {
        Self::new(machine, Some(parent), reserved, quote!(self.tasks))
    }

    fn new(
        machine: &'p ir::Machine,
        parent: Option<&'s Scope<'s, 'p>>,
        reserved: &[&str],
        tasks: TokenStream,
    ) -> Self {
        Self {
            names: MachineNames::new(machine, reserved),
            parent,
            tasks,
            constants: std::cell::RefCell::default(),
            uses: std::cell::Cell::default(),
        }
    }

    /// The place of a variable, as an expression of type `&Option<Value>`; none if nothing here or around sets it.
    pub(super) fn variable(&self, name: &str) -> Option<TokenStream> {
        let index = |scope: &Self| scope.names.machine.variables.iter().position(|variable| variable == name);
        if let Some(field) = index(self).and_then(|index| self.names.variables.get(index)) {
            return Some(quote!(frame.vars.#field));
        }
        let mut place = quote!(self.outer);
        let mut around = self.parent;
        while let Some(scope) = around {
            if let Some(field) = index(scope).and_then(|index| scope.names.variables.get(index)) {
                return Some(quote!(#place.vars.#field));
            }
            place = quote!(#place.outer);
            around = scope.parent;
        }
        None
    }

    /// The field of `Vars` that an `Assign` of this machine sets.
    pub(super) fn own_variable(&self, name: &str) -> Option<&Ident> {
        let index = self.names.machine.variables.iter().position(|variable| variable == name)?;
        self.names.variables.get(index)
    }

    /// A constant `PathText`; `skip` leading segments are left out of its steps, because the root is inside them.
    pub(super) fn path_text(&self, path: &Path, skip: usize) -> Ident {
        let text = &path.text;
        let rest = path.segments.get(skip..).unwrap_or_default();
        let (steps, then) = split(rest, path.function.is_some());
        let value = quote!(rt::PathText { text: #text, steps: &[#(#steps),*], then: #then });
        self.constants.borrow_mut().add("PATH", &quote!(rt::PathText), value)
    }

    /// A static with a composite literal, built once when it is first used.
    pub(super) fn literal(&self, literal: &Literal) -> Ident {
        let value = super::literal::emit_literal(literal);
        self.constants.borrow_mut().add_lazy(value)
    }

    /// A constant of any type.
    pub(super) fn constant(&self, prefix: &'static str, ty: &TokenStream, value: TokenStream) -> Ident {
        self.constants.borrow_mut().add(prefix, ty, value)
    }

    /// A static of any type.
    pub(super) fn fixed(&self, prefix: &'static str, ty: &TokenStream, value: TokenStream) -> Ident {
        self.constants.borrow_mut().add_static(prefix, ty, value)
    }

    pub(super) fn note_uses(&self, change: impl FnOnce(&mut Uses)) {
        let mut uses = self.uses.get();
        change(&mut uses);
        self.uses.set(uses);
    }
}

/// The definite steps at the start of some segments, and the `Then` that follows them.
fn split(segments: &[Segment], function: bool) -> (Vec<TokenStream>, TokenStream) {
    let definite =
        segments.iter().take_while(|it| matches!(it, Segment::Field(_) | Segment::Index(_))).count();
    let (head, tail) = segments.split_at(definite);
    let steps = head.iter().map(|segment| match segment {
        Segment::Index(index) => quote!(rt::PathStep::Index(#index)),
        Segment::Field(name) => quote!(rt::PathStep::Field(#name)),
        // `head` has nothing else.
        _ => TokenStream::new(),
    });
    let steps = steps.collect();
    let text: String = tail.iter().map(segment_text).collect();
    let then = match tail {
        [] if function => quote!(rt::Then::Function("()")),
        [] => quote!(rt::Then::End),
        [Segment::Slice { .. } | Segment::Indexes(_), ..] => quote!(rt::Then::Array(#text)),
        [first @ Segment::Fields(_), ..] => {
            let text = segment_text(first);
            quote!(rt::Then::Fields(#text))
        }
        [Segment::Filter(_), ..] => quote!(rt::Then::Filter(#text)),
        [Segment::Wildcard, _, ..] => quote!(rt::Then::WildcardAndMore(#text)),
        _ => quote!(rt::Then::Any(#text)),
    };
    (steps, then)
}

/// A segment as Jayway prints it.
fn segment_text(segment: &Segment) -> String {
    let quoted = |name: &String| format!("'{name}'");
    match segment {
        Segment::Field(name) => format!("[{}]", quoted(name)),
        Segment::Fields(names) => format!("[{}]", names.iter().map(quoted).collect::<Vec<_>>().join(",")),
        Segment::Index(index) => format!("[{index}]"),
        Segment::Indexes(indexes) => {
            format!("[{}]", indexes.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        }
        Segment::Slice { start, end } => {
            let bound = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!("[{}:{}]", bound(start), bound(end))
        }
        Segment::Wildcard => "[*]".to_owned(),
        Segment::Descend => "..".to_owned(),
        Segment::Filter(_) => "[?]".to_owned(),
    }
}

/// Constants of one module, each value once.
#[derive(Debug, Default)]
pub(super) struct Constants {
    items: Vec<TokenStream>,
    known: BTreeMap<String, Ident>,
    counts: BTreeMap<&'static str, usize>,
}

impl Constants {
    fn add(&mut self, prefix: &'static str, ty: &TokenStream, value: TokenStream) -> Ident {
        self.insert(prefix, value, |name, value| quote!(const #name: #ty = #value;))
    }

    fn add_static(&mut self, prefix: &'static str, ty: &TokenStream, value: TokenStream) -> Ident {
        self.insert(prefix, value, |name, value| quote!(static #name: #ty = #value;))
    }

    fn add_lazy(&mut self, value: TokenStream) -> Ident {
        self.insert(
            "LITERAL",
            value,
            |name, value| quote!(static #name: rt::LazyLock<rt::Value> = rt::LazyLock::new(|| #value);),
        )
    }

    fn insert(
        &mut self,
        prefix: &'static str,
        value: TokenStream,
        item: impl FnOnce(&Ident, TokenStream) -> TokenStream,
    ) -> Ident {
        let key = format!("{prefix} {value}");
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let count = self.counts.entry(prefix).or_default();
        *count += 1;
        let name = format_ident!("{prefix}_{count}");
        self.items.push(item(&name, value));
        self.known.insert(key, name.clone());
        name
    }

    /// The items, in order of first use.
    pub(super) fn into_items(self) -> Vec<TokenStream> {
        self.items
    }
}
