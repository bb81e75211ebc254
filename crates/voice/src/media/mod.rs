//! The media path: RTP ports, prompts, relays, on tick threads.
