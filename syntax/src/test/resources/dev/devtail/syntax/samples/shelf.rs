//! Our own, for tests.
use std::collections::{BTreeMap, HashMap as Map};
use crate::items::*;
extern crate serde;

mod places;

/// Capacity of a shelf.
pub const CAPACITY: usize = 40;
static mut COUNT: u32 = 0;

/// Holds items. They are sorted.
#[derive(Debug, Clone)]
pub struct Shelf<'a, T: Item> {
    items: Vec<T>,
    pub name: &'a str,
}

struct Unit;
struct Pair(u8, u8);

#[repr(u8)]
enum Size {
    Small = 1,
    Large { width: u8 },
}

union Bits {
    whole: u32,
}

type Row = Vec<Shelf<'static, Box<dyn Item>>>;

pub trait Item: Sized {
    const WEIGHT: u32 = 1;
    type Part;
    fn price(&self) -> u64;
    fn is_free(&self) -> bool {
        self.price() == 0
    }
}

impl<'a, T: Item> Shelf<'a, T> {
    // Makes one.
    pub fn new(name: &'a str) -> Self {
        Self { items: Vec::new(), name }
    }

    /// Counts them.
    #[inline]
    pub fn count<F>(
        &self,
        wanted: F, // never null
    ) -> Result<usize, ShelfError>
    where
        F: Fn(&T) -> bool,
    {
        let mut sum = 0;
        for item in &self.items {
            if wanted(item) && !item.is_free() || sum > CAPACITY {
                sum += limits::max_of::<usize>(sum)?;
            }
        }
        while sum > 9 {
            sum -= 1;
        }
        match sum {
            0 => Err(ShelfError::Empty("größer 🛒")),
            _ => Ok(sum),
        }
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "{}", 1)
    }
}

macro_rules! shelf {
    ($name:expr) => { Shelf::new($name) };
}

async fn outer() {
    fn inner() {}
    inner();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_nothing() {
        assert_eq!(Shelf::<Box<u8>>::new("a").items.len(), 0);
    }

    #[tokio::test]
    async fn waits() {}
}
