//! Under lints as strict as there are.

/// The macro's modules.
pub(crate) mod expanded {
    #![deny(
        warnings,
        unused,
        missing_docs,
        nonstandard_style,
        let_underscore,
        rust_2018_idioms,
        missing_debug_implementations,
        missing_copy_implementations,
        unreachable_pub,
        unused_qualifications,
        single_use_lifetimes,
        trivial_casts,
        unused_lifetimes,
        unused_results,
        variant_size_differences,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::missing_docs_in_private_items,
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::wildcard_enum_match_arm,
        clippy::shadow_reuse,
        clippy::shadow_unrelated,
        clippy::implicit_return,
        clippy::min_ident_chars,
        clippy::absolute_paths,
        clippy::arithmetic_side_effects
    )]
    #![expect(clippy::redundant_pub_crate, reason = "contradicts `unreachable_pub`")]

    use serde::{Deserialize, Serialize};

    steps::asl_workflow!(pub "../workflows/odd.asl.json", crate: ::steps);
    steps::asl_workflow!(pub "../workflows/nested.asl.json", crate: ::steps);
    steps::asl_workflow! {
        pub path: "../workflows/letter.asl.json",
        versions: ["../workflows/letter.v1.asl.json", "../workflows/letter.2024-01.asl.yaml"],
        tasks: { "Greet": (Name) -> Name },
        crate: ::steps,
    }
    steps::asl_workflow! {
        pub path: "../workflows/typed.asl.json",
        input: Name,
        tasks: { "Greet": (Name) -> Name },
        crate: ::steps,
    }

    /// A type of the user.
    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct Name {
        /// A field.
        pub(crate) name: String,
    }
}

/// Those of the build script.
pub(crate) mod included {
    #![deny(
        warnings,
        unused,
        missing_docs,
        nonstandard_style,
        let_underscore,
        rust_2018_idioms,
        missing_debug_implementations,
        missing_copy_implementations,
        unreachable_pub,
        unused_qualifications,
        single_use_lifetimes,
        trivial_casts,
        unused_lifetimes,
        unused_results,
        variant_size_differences,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::missing_docs_in_private_items,
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::wildcard_enum_match_arm,
        clippy::shadow_reuse,
        clippy::shadow_unrelated,
        clippy::implicit_return,
        clippy::min_ident_chars,
        clippy::absolute_paths,
        clippy::arithmetic_side_effects
    )]
    #![expect(clippy::redundant_pub_crate, reason = "contradicts `unreachable_pub`")]

    use super::expanded::Name;

    /// What the build script names.
    pub(crate) type Counted<T> = T;

    steps::include_workflow!("Odd");
    steps::include_workflow!("built-nested");
    /// With types.
    pub(crate) mod types {
        use super::Name;
        steps::include_workflow!("typed");
    }
}
