//! The input types of tasks: a struct made from `Parameters`, the user's own type, or `Value`.

use super::expr::{Env, emit_template};
use super::literal::{emit_object, emit_text};
use super::names::{Names, Spelling, single};
use super::{Context, doc_code};
use crate::ir::{self, Expr, Intrinsic, Literal, StateKind, TaskId, Template};
use crate::options::Options;
use crate::versions::{Lineage, SharedTask};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// A task as generated code knows it.
#[derive(Debug)]
pub(super) struct TaskNames {
    /// The name that users know it by.
    pub(super) name: String,
    /// The method of the trait.
    pub(super) method: Ident,
    pub(super) input: Input,
    /// The struct that the input would be without older versions, which give others.
    pub(super) former: Option<Ident>,
    /// The alias of the user's output type, and the function that writes it, at the level of the module.
    pub(super) output: Option<Ident>,
}

/// The type of a task's input.
#[derive(Debug)]
pub(super) enum Input {
    /// Anything.
    Value,
    /// The alias of the user's type, and the function that reads it, at the level of the module.
    Declared(Ident),
    /// A generated struct.
    Struct(Struct),
}

/// A generated struct for an object template.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) name: Ident,
    pub(super) fields: Vec<Field>,
}

#[derive(Debug)]
pub(super) struct Field {
    /// The member's name in the JSON.
    pub(super) key: String,
    pub(super) name: Ident,
    pub(super) ty: FieldType,
}

/// What a template says about the type of a member.
#[derive(Debug)]
pub(super) enum FieldType {
    Value,
    Text,
    Bool,
    Integer,
    Struct(Struct),
}

/// The names and types of all tasks, in the order of the lineage.
pub(super) fn name_tasks(lineage: &Lineage<'_>, options: &Options, types: &mut Names) -> Vec<TaskNames> {
    let mut methods = Names::new(Spelling::Snake, "task", &[]);
    let module = single(&options.name, Spelling::Snake, "workflow");
    let name_task = |shared: &SharedTask| {
        let name = shared.task.name.clone();
        let method = methods.add(&name);
        let declared = options.types_of(&shared.task);
        // No name of the definition has `__`, so that a task of `a` cannot be taken for the workflow `a_b`.
        let alias = |what: &str| format_ident!("__asl_{module}__{method}_{what}");
        let (input, former) = match declared.and_then(|types| types.input.as_ref()) {
            Some(_) => (Input::Declared(alias("input")), None),
            None => undeclared(lineage, shared, types),
        };
        let output = declared.and_then(|types| types.output.as_ref()).map(|_| alias("output"));
        TaskNames { name, method, input, former, output }
    };
    lineage.tasks().iter().map(name_task).collect()
}

/// A struct when all states that run the task, in all versions, have templates of one shape. Otherwise a `Value`, and the
/// name of the struct that it would be without older versions.
fn undeclared(lineage: &Lineage<'_>, shared: &SharedTask, types: &mut Names) -> (Input, Option<Ident>) {
    let name = format!("{} input", shared.task.name);
    if let Some(shape) = shape(lineage, &shared.uses) {
        return (Input::Struct(name_struct(&name, shape, types)), None);
    }
    let newest: Vec<_> = shared.uses.iter().copied().filter(|(program, _)| *program == 0).collect();
    (Input::Value, shape(lineage, &newest).map(|_| types.add(&name)))
}

/// The one shape of all templates, if there is one.
fn shape(lineage: &Lineage<'_>, uses: &[(usize, TaskId)]) -> Option<Vec<(String, Shape)>> {
    let mut templates = Vec::new();
    for (program, task) in uses {
        if let Some(program) = lineage.programs().get(*program) {
            collect(&program.root, *task, &mut templates);
        }
    }
    let mut shapes = templates.iter().map(|template| template.and_then(members));
    let first = shapes.next()??;
    (!first.is_empty() && shapes.all(|shape| shape.as_ref() == Some(&first))).then_some(first)
}

fn collect<'p>(machine: &'p ir::Machine, task: TaskId, templates: &mut Vec<Option<&'p Template>>) {
    for state in &machine.states {
        match &state.kind {
            StateKind::Task(state) if state.task == task => templates.push(state.parameters.as_ref()),
            StateKind::Parallel(parallel) => {
                parallel.branches.iter().for_each(|branch| collect(branch, task, templates));
            }
            StateKind::Map(map) => collect(&map.processor, task, templates),
            _ => {}
        }
    }
}

/// The shape of a template before its fields have names.
#[derive(Debug, PartialEq)]
enum Shape {
    Value,
    Text,
    Bool,
    Integer,
    Object(Vec<(String, Shape)>),
}

fn members(template: &Template) -> Option<Vec<(String, Shape)>> {
    match template {
        Template::Object(members) => {
            Some(members.iter().map(|(key, member)| (key.clone(), member_shape(member))).collect())
        }
        Template::Literal(Literal::Object(members)) => {
            Some(members.iter().map(|(key, member)| (key.clone(), literal_shape(member))).collect())
        }
        _ => None,
    }
}

fn member_shape(template: &Template) -> Shape {
    match template {
        Template::Literal(literal) => literal_shape(literal),
        Template::Expr { expr, .. } => expr_shape(expr),
        Template::Object(_) => members(template).map_or(Shape::Value, Shape::Object),
        Template::Array(_) => Shape::Value,
    }
}

fn literal_shape(literal: &Literal) -> Shape {
    match literal {
        Literal::String(_) => Shape::Text,
        Literal::Bool(_) => Shape::Bool,
        Literal::Number(text) if text.parse::<i64>().is_ok() => Shape::Integer,
        _ => Shape::Value,
    }
}

fn expr_shape(expr: &Expr) -> Shape {
    match expr {
        Expr::Literal(literal) => literal_shape(literal),
        Expr::Path(_) | Expr::Doomed(_) => Shape::Value,
        Expr::Call(call) => match call.function {
            Intrinsic::Format
            | Intrinsic::JsonToString
            | Intrinsic::Base64Encode
            | Intrinsic::Base64Decode
            | Intrinsic::Hash
            | Intrinsic::Uuid => Shape::Text,
            Intrinsic::ArrayContains => Shape::Bool,
            Intrinsic::ArrayLength | Intrinsic::MathAdd | Intrinsic::MathRandom => Shape::Integer,
            _ => Shape::Value,
        },
    }
}

fn name_struct(name: &str, members: Vec<(String, Shape)>, types: &mut Names) -> Struct {
    let ident = types.add(name);
    let mut fields = Names::new(Spelling::Snake, "field", &[]);
    let fields = members
        .into_iter()
        .map(|(key, shape)| {
            let ty = match shape {
                Shape::Value => FieldType::Value,
                Shape::Text => FieldType::Text,
                Shape::Bool => FieldType::Bool,
                Shape::Integer => FieldType::Integer,
                Shape::Object(members) => {
                    FieldType::Struct(name_struct(&format!("{name} {key}"), members, types))
                }
            };
            Field { name: fields.add(&key), key, ty }
        })
        .collect();
    Struct { name: ident, fields }
}

/// The structs of all tasks, and a name for each that older versions have undone.
pub(super) fn emit_structs(cx: &Context<'_>) -> TokenStream {
    let mut items = Vec::new();
    for names in cx.tasks {
        let task = doc_code(&names.name);
        if let Input::Struct(of) = &names.input {
            emit_struct(of, &task, &mut items);
        }
        if let Some(former) = &names.former {
            let doc = format!(" The input of the task `{task}`, to which the versions give different ones.");
            let note = format!(
                "the versions of this workflow give the task `{task}` different inputs, so that no struct fits all: \
                 declare a type that reads each of them, `tasks: {{ \"{task}\": (Type) }}`, or take a `Value`"
            );
            items.push(quote! {
                #[doc = #doc]
                #[deprecated(note = #note)]
                pub type #former = rt::Value;
            });
        }
    }
    quote!(#(#items)*)
}

/// The struct, its conversion into `Value`, and those of its fields.
fn emit_struct(of: &Struct, task: &str, items: &mut Vec<TokenStream>) {
    let name = &of.name;
    let doc = format!(" Input of the task `{task}`, or a part of it: what `Parameters` of its states give.");
    let fields = of.fields.iter().map(|Field { key, name, ty }| {
        let doc = format!(" `{key}`.");
        let ty = match ty {
            FieldType::Value => quote!(rt::Value),
            FieldType::Text => quote!(rt::Text),
            FieldType::Bool => quote!(rt::bool),
            FieldType::Integer => quote!(rt::i64),
            FieldType::Struct(nested) => {
                let name = &nested.name;
                quote!(#name)
            }
        };
        quote!(#[doc = #doc] pub #name: #ty)
    });
    let members = of.fields.iter();
    let object = emit_object(
        members.map(|Field { key, name, .. }| (key.as_str(), quote!(rt::Value::from(input.#name)))),
    );
    items.push(quote! {
        #[doc = #doc]
        #[derive(rt::Clone, rt::Debug, rt::PartialEq)]
        pub struct #name { #(#fields),* }

        impl rt::From<#name> for rt::Value {
            fn from(input: #name) -> Self {
                #object
            }
        }

        impl rt::serde::Serialize for #name {
            fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                rt::serde::Serialize::serialize(&rt::Value::from(rt::Clone::clone(self)), serializer)
            }
        }
    });
    for field in &of.fields {
        if let FieldType::Struct(nested) = &field.ty {
            emit_struct(nested, task, items);
        }
    }
}

/// The struct filled from a template of its shape; `root` is the way to the module of the struct.
pub(super) fn emit_fill(env: Env<'_>, of: &Struct, template: &Template, root: &TokenStream) -> TokenStream {
    let name = &of.name;
    let fields = of.fields.iter().filter_map(|Field { key, name, ty }| {
        let value = emit_field_value(env, &member(template, key)?, ty, root);
        Some(quote!(#name: #value))
    });
    quote!(#root #name { #(#fields),* })
}

/// A member of a template, literal or not.
fn member(template: &Template, key: &str) -> Option<Template> {
    match template {
        Template::Object(members) => {
            members.iter().find(|(name, _)| name == key).map(|(_, member)| member.clone())
        }
        Template::Literal(Literal::Object(members)) => {
            let (_, literal) = members.iter().find(|(name, _)| name == key)?;
            Some(Template::Literal(literal.clone()))
        }
        _ => None,
    }
}

fn emit_field_value(env: Env<'_>, template: &Template, ty: &FieldType, root: &TokenStream) -> TokenStream {
    let literal = match template {
        Template::Literal(literal) | Template::Expr { expr: Expr::Literal(literal), .. } => Some(literal),
        _ => None,
    };
    match (ty, literal) {
        (FieldType::Struct(nested), _) => emit_fill(env, nested, template, root),
        (FieldType::Text, Some(Literal::String(text))) => emit_text(text),
        (FieldType::Bool, Some(Literal::Bool(value))) => quote!(#value),
        (FieldType::Integer, Some(Literal::Number(text))) => {
            let value = text.parse::<i64>().unwrap_or_default();
            quote!(#value)
        }
        (ty, _) => {
            let value = emit_template(env, template);
            match ty {
                FieldType::Text => quote!(rt::into_text(#value)),
                FieldType::Bool => quote!(rt::into_bool(&#value)),
                FieldType::Integer => quote!(rt::into_i64(&#value)),
                FieldType::Value | FieldType::Struct(_) => value,
            }
        }
    }
}
