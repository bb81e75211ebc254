//! Finding customers by name or number without a name or number standing anywhere in clear: pieces of names, and
//! whole numbers, each blinded by a key that is not in the database.
//!
//! Whoever has the database without the key can tell which customers share pieces of names, and not which pieces.

pub(crate) mod table;

use crate::contacts::change::CALLER_INDEX;
use crate::{Reader, Result, Store};
use table::Blinded;
use vocabulary::{CustomerRef, PersonName, PhoneNumber};

/// What pieces are blinded for.
const PIECES: &str = "names/piece";
/// What whole names are blinded for.
const WHOLE: &str = "names/whole";

/// The most customers that a look-up finds.
pub const MOST_FOUND: u32 = 50;

impl Store {
    /// Has a customer be found by name. A name that is known already costs a look, another one takes its place.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn know_name(&self, customer: &CustomerRef, name: &PersonName) -> Result<()> {
        self.know_names(&[(customer.clone(), name.clone())]).await
    }

    /// The same for several customers, each once, by one write.
    ///
    /// # Errors
    /// When the database does not answer or refuses; then none of them is found by a new name.
    pub async fn know_names(&self, named: &[(CustomerRef, PersonName)]) -> Result<()> {
        let mut unknown = Vec::new();
        for (customer, name) in named {
            let whole = format!("{}\u{0}{}", name.family(), name.given());
            let print = self.blind(WHOLE, &whole);
            let known = self.within(table::print(self.db(), customer)).await?;
            if known.as_ref() != Some(&print) {
                let tokens = ::names::pieces(name).iter().map(|piece| self.blind(PIECES, piece)).collect();
                unknown.push(Blinded { customer, print, tokens, is_renamed: known.is_some() });
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        self.within(table::replace(self.db(), &unknown)).await
    }
}

impl Reader {
    /// Customers whose names have all that is asked for, 50 at the most: characters in a row, beginnings of words,
    /// in their own writing or in Latin letters. None when too little is asked.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn customers_by_name(&self, text: &str) -> Result<Vec<CustomerRef>> {
        let tokens: Vec<Vec<u8>> =
            ::names::asked(text).iter().map(|piece| self.blind(PIECES, piece)).collect();
        if tokens.is_empty() {
            return Ok(Vec::new());
        }
        self.within(table::having_all(self.db(), &tokens, MOST_FOUND)).await
    }

    /// Customers who have called from a number, 50 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn customers_by_number(&self, number: &PhoneNumber) -> Result<Vec<CustomerRef>> {
        let index = self.blind(CALLER_INDEX, number.expose());
        self.within(table::having_called(self.db(), &index, MOST_FOUND)).await
    }
}
