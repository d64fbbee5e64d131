//! Hygiene of generated code.
use steps::asl_workflow;
asl_workflow!("hello.asl.json", crate: ::steps);

#[cfg(test)]
mod tests {
    use super::hello;
    struct Shop;
    impl hello::Tasks for Shop {
        async fn greet(
            &self,
            input: hello::GreetInput,
            _: &steps::TaskContext,
        ) -> Result<steps::Value, steps::TaskError> {
            Ok(input.into())
        }
    }
    #[tokio::test]
    async fn runs() {
        let out: steps::Value = hello::Hello::new(Shop).run(&1).await.unwrap();
        assert_eq!(out.to_string(), r#"{"a":1}"#);
    }
}
