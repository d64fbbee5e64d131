//! The project's tests. They are in the folders of this package; what tests of workflows share is in `asl-testing`.
