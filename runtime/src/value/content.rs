//! What an array or object holds: nothing, content that is counted, or that of a literal.
//!
//! To copy counted content and to drop it costs a locked instruction each, which is more than what most states do
//! besides. What a definition says literally lives as long as the program, so that nobody need count who shares it.

/// The content of an array or object. `T` counts who shares it.
#[derive(Clone, Debug)]
// Two variants: of the pointers inside an object's members only null says that there are none, and a third would need
// a tag, for which a `Value` has no room.
pub(super) enum Content<T: 'static> {
    /// Shared by all copies.
    Counted(T),
    /// Shared by all copies and never dropped; none where nothing was ever put in, which needs no memory.
    Fixed(Option<&'static T>),
}

impl<T: Clone> Content<T> {
    /// No content.
    pub(super) const EMPTY: Self = Self::Fixed(None);

    #[inline]
    pub(super) const fn get(&self) -> Option<&T> {
        match self {
            Self::Counted(content) => Some(content),
            Self::Fixed(content) => *content,
        }
    }

    /// What is counted, which may be ours alone.
    #[inline]
    pub(super) const fn counted(&self) -> Option<&T> {
        match self {
            Self::Counted(content) => Some(content),
            Self::Fixed(_) => None,
        }
    }

    /// For a writer, who has to make sure that nobody else shares it. What is fixed is counted from now on.
    #[inline]
    pub(super) fn get_mut(&mut self) -> Option<&mut T> {
        if let Self::Fixed(Some(content)) = self {
            *self = Self::Counted(content.clone());
        }
        match self {
            Self::Counted(content) => Some(content),
            Self::Fixed(_) => None,
        }
    }

    /// [`get_mut`](Self::get_mut), filled first if it is empty.
    #[inline]
    pub(super) fn get_or_insert_with(&mut self, fill: impl Fn() -> T) -> &mut T {
        loop {
            match self {
                Self::Counted(content) => return content,
                Self::Fixed(content) => {
                    *self = Self::Counted(content.map_or_else(&fill, T::clone));
                }
            }
        }
    }

    /// Takes it out; what is fixed is counted from now on.
    #[inline]
    pub(super) fn take(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Counted(content) => Some(content),
            Self::Fixed(content) => content.cloned(),
        }
    }

    /// The same content, of something that lives as long as the program.
    #[inline]
    pub(super) fn fixed(&'static self) -> Self {
        Self::Fixed(self.get())
    }
}

impl<T> Default for Content<T> {
    #[inline]
    fn default() -> Self {
        Self::Fixed(None)
    }
}

impl<T> From<Option<T>> for Content<T> {
    #[inline]
    fn from(content: Option<T>) -> Self {
        content.map_or(Self::Fixed(None), Self::Counted)
    }
}
