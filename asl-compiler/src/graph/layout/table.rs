//! Vectors by small numbers, without panics: a place that does not exist reads as the default.

/// A vector by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table<T>(Vec<T>);

impl<T: Clone> Table<T> {
    /// `count` times the same.
    pub(super) fn new(count: usize, value: T) -> Self {
        Self(vec![value; count])
    }
}

impl<T> Table<T> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, value: T) -> usize {
        self.0.push(value);
        self.0.len() - 1
    }

    pub(super) fn get(&self, index: usize) -> Option<&T> {
        self.0.get(index)
    }

    pub(super) fn set(&mut self, index: usize, value: T) {
        if let Some(place) = self.0.get_mut(index) {
            *place = value;
        }
    }

    pub(super) fn change(&mut self, index: usize, change: impl FnOnce(&mut T)) {
        if let Some(place) = self.0.get_mut(index) {
            change(place);
        }
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }
}

impl<T: Copy + Default> Table<T> {
    /// The value at a place.
    pub(super) fn at(&self, index: usize) -> T {
        self.0.get(index).copied().unwrap_or_default()
    }
}

impl<T> Table<Vec<T>> {
    /// The list at a place.
    pub(super) fn list(&self, index: usize) -> &[T] {
        self.0.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds to the list at a place.
    pub(super) fn add(&mut self, index: usize, value: T) {
        self.change(index, |list| list.push(value));
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}
