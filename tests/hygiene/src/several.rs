//! Several workflows side by side, with types and without, of one definition and of several.

use crate::Greeting;
use serde::{Deserialize, Serialize};
use steps::{TaskContext, TaskError, Value, asl_workflow};

#[derive(Clone, Deserialize, Serialize)]
struct Name {
    name: String,
}

asl_workflow! {
    /// With types of all kinds.
    pub(crate) path: "../workflows/typed.asl.json",
    output: Value,
    tasks: { "Greet": (std::collections::BTreeMap<String, String>) -> Greeting, Count: () -> u64, },
    input: Name,
    substitutions: { "Count": "arn:aws:lambda:eu-west-1:123456789012:function:Count" },
    allow: [doomed, ASL0313, unknown-context-field],
    crate: ::steps,
}

// Its aliases are near those of a task of `typed`.
asl_workflow!("../workflows/typed.asl.json", name: typed_greet, input: Name, output: Value, crate: ::steps);

asl_workflow! { name: untyped, path: "../workflows/typed.asl.json", crate: ::steps }

// Named after a keyword.
asl_workflow!("../workflows/match.asl.json", tasks: { "Greet": (_) -> _, "Count": (u8) }, crate: ::steps);

asl_workflow! {
    #[cfg(any())]
    path: "../workflows/typed.asl.json",
    name: absent,
    input: no::such::Type,
    tasks: { "Greet": (no::such::Type) },
    crate: ::steps,
}

macro_rules! wrapped {
    ($visibility:vis, $path:literal, $name:ident, $ty:ty) => {
        asl_workflow!($visibility $path, name: $name, input: $ty, tasks: { "Greet": ($ty) -> $ty }, crate: ::steps);
    };
}

wrapped!(pub(super), "../workflows/typed.asl.json", wrapped, Name);

struct Greeter;

impl typed::Tasks for Greeter {
    async fn greet(
        &self,
        input: std::collections::BTreeMap<String, String>,
        _: &TaskContext,
    ) -> Result<Greeting, TaskError> {
        Ok(Greeting { text: input["name"].clone() })
    }

    async fn count(&self, _: Value, _: &TaskContext) -> Result<u64, TaskError> {
        Ok(1)
    }
}

impl untyped::Tasks for Greeter {
    async fn greet(&self, input: untyped::GreetInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }

    async fn count(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(2.into())
    }
}

impl match_::Tasks for Greeter {
    async fn greet(&self, _: match_::GreetInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(3.into())
    }

    async fn count(&self, input: u8, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }
}

impl wrapped::Tasks for Greeter {
    async fn greet(&self, input: Name, _: &TaskContext) -> Result<Name, TaskError> {
        Ok(input)
    }

    async fn count(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(4.into())
    }
}

#[tokio::test]
async fn each_has_its_own() {
    let name = Name { name: "Ada".to_owned() };
    let output: Value = typed::Typed::new(Greeter).run(&name).await.unwrap();
    assert_eq!(output.to_string(), r#"{"text":"Ada","count":1}"#);
    let output: Value = untyped::Untyped::new(Greeter).run(&name).await.unwrap();
    assert_eq!(output.to_string(), r#"{"name":"Ada","count":2}"#);
    let output: Value = wrapped::Wrapped::new(Greeter).run(&name).await.unwrap();
    assert_eq!(output.to_string(), r#"{"name":"Ada","count":4}"#);
    // The declared type of a task's input decides: a number has no place for `count`.
    assert!(match_::Match::new(Greeter).run::<_, Value>(&name).await.is_err());
}

/// In the body of a function, where nothing outside can name it.
#[tokio::test]
async fn in_a_function() {
    asl_workflow!("../workflows/nested.asl.json", crate: ::steps);
    struct Calls;
    impl nested::Tasks for Calls {
        async fn call(&self, _: nested::CallInput, _: &TaskContext) -> Result<Value, TaskError> {
            Ok(Value::Null)
        }
    }
    let output: Value = nested::Nested::new(Calls).run(&()).await.unwrap();
    assert_eq!(output.to_string(), r#"[[[null,null],"nothing"],[[null,null],"nothing"]]"#);
}
