//! What expressions of a state can see: its data, variables and the context object.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::ir;

use super::shape::{Field, Kind, Object, Origin, Shape};

/// What is known about the variables on one way to a state. One that is not here is assigned nowhere on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Variables {
    known: Arc<BTreeMap<Arc<str>, Variable>>,
    /// There are too many to know them all: of others nothing is known.
    many: bool,
}

/// As many variables are told apart.
const MOST: usize = 128;

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) shape: Shape,
    /// Whether it has been assigned for certain.
    pub(super) always: bool,
}

/// A variable of which nothing is known.
static UNKNOWN: LazyLock<Variable> = LazyLock::new(|| Variable { shape: Shape::any(), always: false });

impl Variables {
    /// A variable, unless it is assigned nowhere before.
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.known.get(name).or_else(|| self.many.then(|| &*UNKNOWN))
    }

    /// The known ones by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Variable)> {
        self.known.iter().map(|(name, variable)| (&**name, variable))
    }

    pub(super) fn set(&mut self, name: &str, shape: Shape) {
        if self.known.len() >= MOST && !self.known.contains_key(name) {
            self.many = true;
        } else {
            Arc::make_mut(&mut self.known).insert(Arc::from(name), Variable { shape, always: true });
        }
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        let many = self.many || other.many;
        if Arc::ptr_eq(&self.known, &other.known) {
            return Self { known: self.known.clone(), many };
        }
        let mut joined = BTreeMap::clone(&self.known);
        for (name, variable) in &mut joined {
            match other.get(name) {
                Some(same) => {
                    variable.always &= same.always;
                    if variable.shape != same.shape {
                        variable.shape = variable.shape.join(&same.shape);
                    }
                }
                None => variable.always = false,
            }
        }
        for (name, variable) in other.known.iter().filter(|(name, _)| !self.known.contains_key(*name)) {
            let shape = if self.many { Shape::any() } else { variable.shape.clone() };
            joined.insert(name.clone(), Variable { shape, always: false });
        }
        Self { known: Arc::new(joined), many }
    }

    /// The same names, of which nothing is known.
    pub(super) fn blurred(&self) -> Self {
        let known = self.known.keys().map(|name| (name.clone(), UNKNOWN.clone())).collect();
        Self { known: Arc::new(known), many: self.many }
    }
}

/// The surroundings of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'s> {
    /// `$`.
    pub(super) doc: &'s Shape,
    pub(super) variables: &'s Variables,
    /// `$$.Map.Item.Value`, inside of a Map.
    pub(super) item: Option<&'s Shape>,
    /// `$$.Execution.Input`.
    pub(super) execution: &'s Shape,
    /// The state whose expression it is.
    pub(super) state: &'s ir::State,
    /// Where what it makes comes from.
    pub(super) origin: Origin,
}

impl<'s> Scene<'s> {
    /// The same with another `$`.
    pub(super) fn on(self, doc: &'s Shape) -> Self {
        Self { doc, ..self }
    }

    /// `$$`. Members that are never there are reported where expressions are parsed, so objects are open here; only
    /// what depends on the place is known to be absent.
    pub(super) fn context(&self) -> Shape {
        let string = || Shape::of(Kind::String);
        let number = || Shape::of(Kind::Number);
        let state = [
            ("Name", Shape::text(&self.state.name), true),
            ("EnteredTime", string(), true),
            ("RetryCount", number(), false),
        ];
        let execution = [
            ("Id", string(), true),
            ("Input", self.execution.clone(), true),
            ("Name", string(), true),
            ("RoleArn", string(), true),
            ("StartTime", string(), true),
            ("RedriveCount", number(), true),
        ];
        let machine = [("Id", string(), true), ("Name", string(), true)];
        let absent = || (Shape::never(), false);
        let map = self.item.map_or_else(absent, |item| {
            let item = open([("Index", number(), true), ("Value", item.clone(), true)]);
            (open([("Item", item, true)]), true)
        });
        let task = if self.has_token() { (Shape::any(), false) } else { absent() };
        open([
            ("State", open(state), true),
            ("Execution", open(execution), true),
            ("StateMachine", open(machine), true),
            ("Map", map.0, map.1),
            ("Task", task.0, task.1),
        ])
    }

    /// Whether the state is one that gets a task token.
    fn has_token(&self) -> bool {
        let ir::StateKind::Task(task) = &self.state.kind else { return false };
        match &task.resource.kind {
            ir::ResourceKind::Lambda => false,
            ir::ResourceKind::Activity => true,
            ir::ResourceKind::Integration { pattern, .. } => *pattern == ir::Pattern::WaitForTaskToken,
        }
    }
}

fn open<const N: usize>(members: [(&str, Shape, bool); N]) -> Shape {
    let fields = members
        .into_iter()
        .map(|(name, shape, required)| (Arc::from(name), Field { shape, required }))
        .collect();
    Shape::of_object(Object::new(fields, true))
}
