//! What is kept of customers, and under which keys.

use super::Rooms;
use crate::problem::Problem;
use store::rotation::KeyStatus;
use trust::{Actor, may};

impl Rooms {
    /// Versions of the master key.
    pub async fn master_keys(&self, _: &Actor<may::KeysChange>) -> Result<KeyStatus, Problem> {
        Ok(self.0.store.key_status().await?)
    }

    /// Brings a new one into use.
    pub async fn exchange_master_key(&self, actor: &Actor<may::KeysChange>) -> Result<(), Problem> {
        let version = self.0.store.exchange_master_key().await.map_err(crate::master_keys::refused)?;
        tracing::info!(account = %actor.account().id, version, "an exchange of the master key was begun");
        Ok(())
    }
}
