//! Addresses of pages, for whoever leads there.

/** The address of an agent's page. */
export function agentAddress(agent: string): string {
  return `/agents/${encodeURIComponent(agent)}`;
}
