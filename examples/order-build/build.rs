//! Compiles the definition of the example `order` to `OUT_DIR`, where `include_workflow!` finds it.

fn main() {
    asl_compiler::build::workflow("../order/order.asl.json")
        .output("crate::Receipt")
        .task("PriceItem", "crate::Item", "crate::PricedItem")
        .compile();
}
