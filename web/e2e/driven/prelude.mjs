// Runs before any code of a page: keeps its connections to be listened to, and lets the console say what the policy
// of content forbade, so that it is not lost with the page.
export const PRELUDE = `() => {
  globalThis.peers = [];
  const Peer = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Peer {
    constructor(...options) {
      super(...options);
      globalThis.peers.push(this);
    }
  };
  document.addEventListener('securitypolicyviolation', (violation) =>
    console.error('content security policy: ' + violation.effectiveDirective + ' ' + violation.blockedURI + ' ' + violation.sample),
  );
}`;

/** In a page without a microphone. */
export const DEAF = `() => {
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('the test says so', 'NotFoundError'));
}`;
