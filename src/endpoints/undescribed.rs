//! Where nobody asks for schemas, as in browsers, a type of a contract need not have one.

/// Any type.
pub trait Described {}

impl<T: ?Sized> Described for T {}
