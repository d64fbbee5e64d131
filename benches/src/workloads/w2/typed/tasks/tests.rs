use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::super::types::{Address, Customer, Item};
use super::*;
use crate::block_on::block_on;

fn assert_constant<T: Serialize>(task: &str, answer: impl Future<Output = Result<T, TaskError>>) {
    let constants: Value = serde_json::from_str(include_str!("../../../../../workloads/tasks.json")).unwrap();
    let answer = serde_json::to_value(block_on(answer).unwrap().unwrap()).unwrap();
    assert_eq!(answer, constants[task], "{task}");
}

#[test]
fn typed_tasks_answer_with_the_constants() {
    let empty = || Cow::Borrowed("");
    let address = Address { street: empty(), city: empty(), zip: empty(), country: empty() };
    let customer = Customer { id: empty(), name: empty(), tier: empty(), payment_token: empty(), address };
    let item = Item { sku: empty(), qty: 1, unit: 1.0, color: empty() };
    let validate = ValidateInput { order_id: "", customer: &customer, total: 1.0 };
    assert_constant("ValidateOrder", validate_order(validate));
    assert_constant(
        "ReserveStock",
        reserve_stock(ReserveInput {
            order_id: "",
            reference: String::new(),
            first: [""; 3],
            attempt: 1,
            lines: 0,
            skus: Vec::new(),
            mode: "",
        }),
    );
    assert_constant("FraudCheck", fraud_check(FraudCheckInput { customer_id: "", total: 1.0 }));
    assert_constant("GetShipping", get_shipping(GetShippingInput { warehouse: "", country: "" }));
    assert_constant("PriceItem", price_item(LineInput { item: &item, index: 0, region: "" }));
    let payment = PaymentInput { order_id: "", amount: 1.0, lines: Vec::new(), token: "" };
    assert_constant("ChargePayment", charge_payment(&payment));
}
