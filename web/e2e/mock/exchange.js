// The voice node's place, played by a page of the same browser: it answers every offer, sends a tone, and counts
// what it hears.
const socket = new WebSocket(`ws://${location.host}/mock/exchange`);
const context = new AudioContext();
const tone = context.createOscillator();
const out = context.createMediaStreamDestination();
tone.frequency.value = 440;
tone.connect(out);
tone.start();
globalThis.peers = [];

socket.onmessage = async ({ data }) => {
  const { n, sdp } = JSON.parse(data);
  const peer = new RTCPeerConnection();
  peer.ontrack = ({ track }) => {
    const audio = new Audio();
    audio.srcObject = new MediaStream([track]);
    audio.muted = true;
    void audio.play();
  };
  globalThis.peers.push(peer);
  await peer.setRemoteDescription({ type: 'offer', sdp });
  peer.addTrack(out.stream.getAudioTracks()[0], out.stream);
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== 'complete') await new Promise((done) => (peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()));
  socket.send(JSON.stringify({ n, sdp: peer.localDescription.sdp }));
};
socket.onopen = () => (document.title = 'exchange ready');
