//! What a request may bring: a head of so many bytes ([`head`]), a token or a cookie ([`door`], [`shown`], [`origin`])
//! as often as it may ([`rate`]), fields in its query ([`query`]), an id in its path ([`path`]), a JSON body ([`body`]);
//! [`values`] are those that fields hold, [`stated`] what somebody says in a few words. Handlers name the door first, so that a stranger learns nothing about the
//! rest.

pub(crate) mod body;
pub(crate) mod door;
pub(crate) mod head;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod rate;
pub(crate) mod shown;
pub(crate) mod stated;
pub(crate) mod values;
