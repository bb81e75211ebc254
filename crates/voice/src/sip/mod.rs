//! SIP signalling over rsipstack: endpoint, admission, legs.
