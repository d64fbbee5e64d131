use serde_json::Value;

use super::*;
use crate::block_on::block_on;

fn assert_constant<T: Serialize>(task: &str, answer: impl Future<Output = Result<T, TaskError>>) {
    let constants: Value = serde_json::from_str(include_str!("../../../workloads/tasks.json")).unwrap();
    let answer = serde_json::to_value(block_on(answer).unwrap().unwrap()).unwrap();
    assert_eq!(answer, constants[task], "{task}");
}

#[test]
fn typed_tasks_answer_with_the_constants() {
    assert_constant("ValidateOrder", validate_order(&()));
    assert_constant("ReserveStock", reserve_stock(&()));
    assert_constant("FraudCheck", fraud_check(&()));
    assert_constant("GetShipping", get_shipping(&()));
    assert_constant("PriceItem", price_item(&()));
    assert_constant("ChargePayment", charge_payment(&()));
}
