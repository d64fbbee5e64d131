//! Machines inside machines, three levels deep.

use steps::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow!(pub(crate) "../workflows/nested.asl.json", crate = ::steps);

/// Fails for one of the items.
pub(crate) struct Calls;

impl nested::Tasks for Calls {
    async fn call(&self, input: nested::CallInput, _: &TaskContext) -> Result<Value, TaskError> {
        if input.one == input.three { Err(TaskError::new("Same", "")) } else { Ok(input.into()) }
    }
}

pub(crate) const OUTPUT: &str = concat!(
    r#"[[[{"caught":"Same","zero":0},{"zero":0,"one":"a","two":2,"three":"b","literal":{"list":[1]}}],"nothing"],"#,
    r#"[[{"zero":0,"one":"b","two":2,"three":"a","literal":{"list":[1]}},{"caught":"Same","zero":0}],"nothing"]]"#
);

#[tokio::test]
async fn runs() {
    let output: Value = nested::Nested::new(Calls).run(&()).await.unwrap();
    assert_eq!(output.to_string(), OUTPUT);
}
