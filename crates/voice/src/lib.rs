//! A voice node: SIP and RTP, executing what `calls` decides.

pub mod media;
pub mod sip;
