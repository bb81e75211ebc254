//! Addresses of our own scripts, past the browser's Trusted Types: only files of this build get here. The page's
//! policy (`crates/api/src/page`) names this policy, and allows no other.

type Policy = { createScriptURL(address: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy };

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;

const policy = factory?.createPolicy('heliotrope-worker', {
  createScriptURL(address) {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError(`${address} is not ours`);
    return address;
  },
});

/** A worker of this build. */
export function worker(address: string): Worker {
  return new Worker((policy?.createScriptURL(address) ?? address) as string, { type: 'module' });
}
