//! One machine: its `State`, its `Vars`, and its arms of the runtime's `Machine` trait.

use super::Context;
use super::scope::{Scope, Uses};
use super::{choice, fail, finish, map, parallel, pass, succeed, task, wait};
use crate::ir::{Machine, Retrier, State, StateKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The items of a machine's module, and what its expressions ask for, nested machines included.
pub(super) struct EmittedMachine {
    pub(super) items: TokenStream,
    pub(super) uses: Uses,
}

/// The type that implements `Machine`: its generics in the impl header, and its name with arguments.
pub(super) struct Implementor {
    pub(super) generics: TokenStream,
    pub(super) ty: TokenStream,
}

/// All items of a machine's module but the type that implements it.
pub(super) fn emit_machine(cx: &Context<'_>, scope: &Scope<'_, '_>, of: &Implementor) -> EmittedMachine {
    let state = emit_state(scope);
    let vars = emit_vars(scope);
    let body = emit_impl(cx, scope, of);
    let mut uses = scope.uses.get();
    let nested = emit_nested(cx, scope, &mut uses);
    let constants = scope.constants.take().into_items();
    let items = quote! {
        #state
        #vars
        #body
        #(#constants)*
        #(#nested)*
    };
    EmittedMachine { items, uses }
}

fn emit_state(scope: &Scope<'_, '_>) -> TokenStream {
    let machine = scope.names.machine;
    let idents = &scope.names.states;
    let names: Vec<&str> = machine.states.iter().map(|state| state.name.as_str()).collect();
    let docs = machine.states.iter().map(state_doc);
    quote! {
        /// The states, each with its input. Serialized, a value of this type is a checkpoint.
        #[derive(rt::Clone, rt::Debug, rt::PartialEq)]
        pub enum State { #(#[doc = #docs] #idents(rt::Value)),* }

        /// The states alone: where a frame stands.
        #[doc(hidden)]
        #[derive(rt::Clone, rt::Copy, rt::Debug)]
        pub enum At { #(#idents),* }

        impl State {
            /// The state's name in the definition.
            pub fn name(&self) -> &'static rt::str {
                match self { #(Self::#idents(_) => #names),* }
            }

            /// The state's input.
            pub fn input(&self) -> &rt::Value {
                match self { #(Self::#idents(input))|* => input }
            }
        }

        impl rt::serde::Serialize for State {
            fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                rt::serialize_state(self.name(), self.input(), serializer)
            }
        }

        impl<'de> rt::serde::Deserialize<'de> for State {
            fn deserialize<D: rt::serde::Deserializer<'de>>(deserializer: D) -> rt::Result<Self, D::Error> {
                rt::deserialize_state(deserializer, |name, input| {
                    rt::Some(match name { #(#names => Self::#idents(input),)* _ => return rt::None })
                })
            }
        }
    }
}

/// ` The state `Reserve stock`, a Task: comment.`
fn state_doc(state: &State) -> String {
    let kind = state.kind.name();
    let comment = state.comment.as_deref().map(|comment| format!(": {}", super::doc_text(comment)));
    format!(" {kind} `{}`{}", super::doc_code(&state.name), comment.unwrap_or_default())
}

fn emit_vars(scope: &Scope<'_, '_>) -> TokenStream {
    let fields = &scope.names.variables;
    if fields.is_empty() {
        return quote! {
            /// The variables: `Assign` sets none here.
            pub type Vars = rt::NoVars;
        };
    }
    let names = &scope.names.machine.variables;
    let docs = names.iter().map(|name| format!(" `${name}`; `None` until a state assigns it."));
    quote! {
        /// The variables that `Assign` sets.
        #[derive(rt::Clone, rt::Debug, rt::Default, rt::PartialEq)]
        pub struct Vars { #(#[doc = #docs] pub #fields: rt::Option<rt::Value>),* }

        impl rt::serde::Serialize for Vars {
            fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                rt::serialize_vars(&[#((#names, &self.#fields)),*], serializer)
            }
        }

        impl<'de> rt::serde::Deserialize<'de> for Vars {
            fn deserialize<D: rt::serde::Deserializer<'de>>(deserializer: D) -> rt::Result<Self, D::Error> {
                let mut vars = <Self as rt::Default>::default();
                rt::deserialize_vars(deserializer, |name, value| {
                    match name { #(#names => vars.#fields = rt::Some(value),)* _ => return false }
                    true
                })?;
                rt::Ok(vars)
            }
        }
    }
}

/// `impl Machine for …`.
fn emit_impl(cx: &Context<'_>, scope: &Scope<'_, '_>, of: &Implementor) -> TokenStream {
    let Implementor { generics, ty } = of;
    let machine = scope.names.machine;
    let arms = Arms::new(cx, scope);
    let infos = machine.states.iter().map(emit_info);
    let idents = &scope.names.states;
    let start = scope.names.state(machine.start);
    let pure = !machine.states.iter().any(has_work);
    let [step, work, complete, caught] = arms.bodies();
    let entered_time = scope.uses.get().entered_time;
    let result = quote!(rt::Result<rt::Step<At>, rt::Fault>);
    let frame = quote!(frame: &mut rt::Frame<'_, E, Vars>);
    quote! {
        impl #generics rt::Machine for #ty {
            type State = State;
            type At = At;
            type Vars = Vars;

            const PURE: rt::bool = #pure;
            const ENTERED_TIME: rt::bool = #entered_time;

            const START: At = At::#start;

            #[inline]
            fn split(state: State) -> (At, rt::Value) {
                match state { #(State::#idents(input) => (At::#idents, input)),* }
            }

            #[inline]
            fn join(at: At, input: rt::Value) -> State {
                match at { #(At::#idents => State::#idents(input)),* }
            }

            #[inline]
            fn info(at: At) -> &'static rt::StateInfo {
                match at { #(At::#idents => &#infos),* }
            }

            fn step<E: rt::Engine>(&self, at: At, raw: &mut rt::Value, #frame) -> #result {
                #step
            }

            fn work<E: rt::Engine>(
                &self,
                at: At,
                raw: &rt::Value,
                result: &mut rt::Value,
                #frame,
            ) -> impl rt::Future<Output = rt::Result<(), rt::WorkError>> + rt::Send {
                async move { #work }
            }

            fn complete<E: rt::Engine>(
                &self,
                at: At,
                raw: &mut rt::Value,
                result: &mut rt::Value,
                #frame,
            ) -> #result {
                #complete
            }

            fn caught<E: rt::Engine>(
                &self,
                at: At,
                raw: &mut rt::Value,
                (catcher, error): (rt::usize, rt::Value),
                #frame,
            ) -> #result {
                #caught
            }
        }
    }
}

/// The arms of the four functions, each for the states that it is about.
struct Arms {
    count: usize,
    step: Vec<TokenStream>,
    work: Vec<TokenStream>,
    complete: Vec<TokenStream>,
    caught: Vec<TokenStream>,
}

impl Arms {
    fn new(cx: &Context<'_>, scope: &Scope<'_, '_>) -> Self {
        let machine = scope.names.machine;
        let mut arms = Self {
            count: machine.states.len(),
            step: vec![],
            work: vec![],
            complete: vec![],
            caught: vec![],
        };
        let idents = scope.names.states.iter().zip(&scope.names.modules);
        for (state, (ident, module)) in machine.states.iter().zip(idents) {
            arms.add(cx, scope, state, (ident, module.as_ref()));
        }
        arms
    }

    fn add(
        &mut self,
        cx: &Context<'_>,
        scope: &Scope<'_, '_>,
        state: &State,
        (ident, module): (&Ident, Option<&Ident>),
    ) {
        let arm = |body: TokenStream| quote!(At::#ident => { #body });
        let mut after = None;
        match &state.kind {
            StateKind::Pass(of) => self.step.push(arm(pass::emit_step(scope, of))),
            StateKind::Choice(of) => {
                let told = cx.options.coverage.then_some(state.name.as_str());
                self.step.push(arm(choice::emit_step(scope, of, told)));
            }
            StateKind::Succeed(of) => self.step.push(arm(succeed::emit_step(scope, of))),
            StateKind::Fail(of) => self.step.push(arm(fail::emit_step(scope, of))),
            StateKind::Wait(of) => {
                self.work.push(arm(wait::emit_work(scope, of)));
                self.complete.push(arm(wait::emit_complete(scope, of)));
            }
            StateKind::Task(of) => {
                self.work.push(arm(task::emit_work(cx, scope, of)));
                after = Some(&of.finish);
            }
            StateKind::Parallel(of) => {
                let work = module.map(|module| parallel::emit_work(scope, of, module));
                self.work.extend(work.map(arm));
                after = Some(&of.finish);
            }
            StateKind::Map(of) => {
                let work = module.map(|module| map::emit_work(scope, of, module));
                self.work.extend(work.map(arm));
                after = Some(&of.finish);
            }
        }
        let Some(after) = after else { return };
        self.complete.push(arm(finish::emit_complete(scope, after)));
        if !after.catch.is_empty() {
            let catchers = after.catch.iter().enumerate().map(|(index, catcher)| {
                let body = finish::emit_caught(scope, catcher);
                quote!(#index => { #body })
            });
            self.caught.push(quote!(At::#ident => match catcher {
                #(#catchers)*
                _ => rt::Err(rt::misplaced()),
            }));
        }
    }

    /// The bodies of `step`, `work`, `complete` and `caught`.
    fn bodies(&self) -> [TokenStream; 4] {
        let body = |arms: &[TokenStream]| {
            let other = (arms.len() < self.count).then(|| quote!(_ => rt::Err(rt::misplaced().into())));
            quote!(match at { #(#arms)* #other })
        };
        [body(&self.step), body(&self.work), body(&self.complete), body(&self.caught)]
    }
}

fn has_work(state: &State) -> bool {
    matches!(state.kind, StateKind::Task(_) | StateKind::Wait(_) | StateKind::Parallel(_) | StateKind::Map(_))
}

/// The constant `StateInfo`.
fn emit_info(state: &State) -> TokenStream {
    let name = &state.name;
    let (kind, finish) = match &state.kind {
        StateKind::Task(task) => (quote!(Task), Some(&task.finish)),
        StateKind::Parallel(parallel) => (quote!(Parallel), Some(&parallel.finish)),
        StateKind::Map(map) => (quote!(Map), Some(&map.finish)),
        StateKind::Pass(_) => (quote!(Pass), None),
        StateKind::Choice(_) => (quote!(Choice), None),
        StateKind::Wait(_) => (quote!(Wait), None),
        StateKind::Succeed(_) => (quote!(Succeed), None),
        StateKind::Fail(_) => (quote!(Fail), None),
    };
    let retry = finish.iter().flat_map(|finish| &finish.retry).map(emit_retrier);
    let catch = finish.iter().flat_map(|finish| &finish.catch).map(|catcher| {
        let errors = &catcher.error_equals;
        quote!(&[#(#errors),*])
    });
    let growth = super::growth::emit_growth(&state.kind);
    quote!(rt::StateInfo {
        name: #name,
        kind: rt::StateType::#kind,
        retry: &[#(#retry),*],
        catch: &[#(#catch),*],
        growth: #growth,
    })
}

fn emit_retrier(retrier: &Retrier) -> TokenStream {
    let Retrier {
        error_equals,
        interval_seconds,
        max_attempts,
        backoff_rate,
        max_delay_seconds,
        full_jitter,
    } = retrier;
    let max_delay_seconds =
        if let Some(seconds) = max_delay_seconds { quote!(rt::Some(#seconds)) } else { quote!(rt::None) };
    quote!(rt::Retrier {
        error_equals: &[#(#error_equals),*],
        interval_seconds: #interval_seconds,
        max_attempts: #max_attempts,
        backoff_rate: #backoff_rate,
        max_delay_seconds: #max_delay_seconds,
        full_jitter: #full_jitter,
    })
}

/// The value of a nested machine, inside the block that has the local `fork`.
pub(super) fn nested_machine(scope: &Scope<'_, '_>, module: &TokenStream) -> TokenStream {
    let tasks = &scope.tasks;
    let around = scope.parent.map(|_| quote!(, outer: self.outer));
    quote!(#module::Machine { tasks: #tasks, outer: #module::Outer { vars: &fork.frame().vars #around } })
}

/// The modules of the nested machines.
fn emit_nested(cx: &Context<'_>, scope: &Scope<'_, '_>, uses: &mut Uses) -> Vec<TokenStream> {
    let states = scope.names.machine.states.iter().zip(&scope.names.modules);
    let mut modules = Vec::new();
    for (state, module) in states {
        let Some(module) = module else { continue };
        let name = super::doc_code(&state.name);
        match &state.kind {
            StateKind::Map(map) => {
                let doc = format!(" The processor of the Map `{name}`.");
                modules.push(emit_module(
                    cx,
                    scope,
                    uses,
                    &Nested { machine: &map.processor, module, doc, depth: 1 },
                ));
            }
            StateKind::Parallel(parallel) => {
                let branches = parallel.branches.iter().enumerate().map(|(index, machine)| {
                    let doc = format!(" Branch {} of the Parallel `{name}`.", index + 1);
                    let module = &parallel::branch_module(index);
                    emit_module(cx, scope, uses, &Nested { machine, module, doc, depth: 2 })
                });
                let branches: Vec<_> = branches.collect();
                let doc = format!(" The branches of the Parallel `{name}`.");
                modules.push(quote!(#[doc = #doc] pub mod #module { #(#branches)* }));
            }
            _ => {}
        }
    }
    modules
}

/// A nested machine and the module that it gets, `depth` modules below that of the machine around.
struct Nested<'p> {
    machine: &'p Machine,
    module: &'p Ident,
    doc: String,
    depth: usize,
}

fn emit_module(
    cx: &Context<'_>,
    parent: &Scope<'_, '_>,
    uses: &mut Uses,
    nested: &Nested<'_>,
) -> TokenStream {
    let Nested { machine, module, doc, depth } = nested;
    let up: TokenStream = std::iter::repeat_n(quote!(super::), *depth).collect();
    let to_root = &cx.to_root;
    let inner = Context { to_root: quote!(#up #to_root), ..*cx };
    let scope = Scope::nested(machine, parent, super::RESERVED_MODULES);
    let tasks = &inner.to_root;
    let of = Implementor { generics: quote!(<T: #tasks Tasks>), ty: quote!(Machine<'_, T>) };
    let emitted = emit_machine(&inner, &scope, &of);
    uses.execution |= emitted.uses.execution;
    uses.execution_input |= emitted.uses.execution_input;
    let (items, imports, visible) = (emitted.items, cx.imports(), visible(*depth));
    let around = parent.parent.map(|_| quote!(#visible outer: #up Outer<'a>,));
    quote! {
        #[doc = #doc]
        pub mod #module {
            #imports

            /// Runs this part of the workflow.
            #[derive(rt::Debug)]
            pub struct Machine<'a, T> {
                #visible tasks: &'a T,
                #visible outer: Outer<'a>,
            }

            /// The variables around.
            #[derive(rt::Clone, rt::Copy, rt::Debug)]
            pub struct Outer<'a> {
                #visible vars: &'a #up Vars,
                #around
            }

            #items
        }
    }
}

/// Visible in the module of the machine around.
fn visible(depth: usize) -> TokenStream {
    if depth == 1 { quote!(pub(super)) } else { quote!(pub(in super::super)) }
}
