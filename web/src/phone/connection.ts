//! One connection of the browser's telephone to the voice node. It is never mended: a new one takes its place,
//! and the call goes on with it.

/** `failed` is for good; `interrupted` may still come back by itself. */
export type Standing = 'connecting' | 'connected' | 'interrupted' | 'failed';

export interface Measured {
  /** Share of packets that did not arrive here, 0 to 1, since the last measurement. */
  loss: number | null;
  jitterMs: number | null;
  rttMs: number | null;
  codec: string | null;
}

export interface Options {
  /** What the microphone says. */
  track: MediaStreamTrack;
  /** Opus before G.711: for thin networks. The voice node pays for it. */
  opus: boolean;
  standing(standing: Standing): void;
  heard(stream: MediaStream): void;
}

/** Longest wait for the addresses of this machine, milliseconds: the voice node learns them by itself as well. */
const GATHER = 400;

export class Connection {
  readonly #peer: RTCPeerConnection;
  readonly #sender: RTCRtpSender;
  #before = { received: 0, lost: 0 };

  constructor(options: Options) {
    this.#peer = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    const transceiver = this.#peer.addTransceiver(options.track, { direction: 'sendrecv' });
    this.#sender = transceiver.sender;
    prefer(transceiver, options.opus);
    this.#peer.addEventListener('track', (event) => options.heard(new MediaStream([event.track])));
    this.#peer.addEventListener('connectionstatechange', () => {
      const standing = STANDINGS[this.#peer.connectionState];
      if (standing) options.standing(standing);
    });
  }

  /** What is offered to the voice node. */
  async offer(): Promise<string> {
    await this.#peer.setLocalDescription();
    if (this.#peer.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GATHER);
        this.#peer.addEventListener('icegatheringstatechange', () => {
          if (this.#peer.iceGatheringState !== 'complete') return;
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#peer.localDescription?.sdp ?? '';
  }

  /** What the voice node answered. */
  async answered(sdp: string): Promise<void> {
    if (this.#peer.signalingState === 'have-local-offer') await this.#peer.setRemoteDescription({ type: 'answer', sdp });
  }

  /** Another microphone, without another connection. */
  async replace(track: MediaStreamTrack): Promise<void> {
    await this.#sender.replaceTrack(track);
  }

  /** Sends key tones; false when the other side takes none. */
  tone(digit: string): boolean {
    const { dtmf } = this.#sender;
    if (!dtmf?.canInsertDTMF) return false;
    // What waits would be thrown away otherwise: keys are pressed faster than they sound.
    dtmf.insertDTMF(`${dtmf.toneBuffer}${digit}`, 120, 70);
    return true;
  }

  async measure(): Promise<Measured> {
    const measured: Measured = { loss: null, jitterMs: null, rttMs: null, codec: null };
    const report = await this.#peer.getStats();
    report.forEach((stats: Record<string, unknown>) => {
      if (stats.type === 'inbound-rtp') {
        const [received, lost] = [Number(stats.packetsReceived ?? 0), Number(stats.packetsLost ?? 0)];
        measured.loss = share(lost - this.#before.lost, received - this.#before.received);
        this.#before = { received, lost };
        measured.jitterMs = stats.jitter === undefined ? null : Number(stats.jitter) * 1_000;
      }
      // Before the first call nothing comes in: what goes out tells what was agreed on.
      if (stats.type === 'outbound-rtp') {
        const codec = report.get(String(stats.codecId)) as { mimeType?: string } | undefined;
        measured.codec = codec?.mimeType?.replace('audio/', '') ?? null;
      }
      if (stats.type === 'candidate-pair' && stats.nominated === true && stats.currentRoundTripTime !== undefined) {
        measured.rttMs = Number(stats.currentRoundTripTime) * 1_000;
      }
    });
    return measured;
  }

  close(): void {
    this.#peer.close();
  }
}

const STANDINGS: Partial<Record<RTCPeerConnectionState, Standing>> = {
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'interrupted',
  failed: 'failed',
};

function share(lost: number, received: number): number | null {
  const due = Math.max(0, lost) + Math.max(0, received);
  return due === 0 ? null : Math.max(0, lost) / due;
}

/**
 * G.711 needs no work on the voice node and has no loss between browser and trunk; key tones come along. The node takes
 * G.711 wherever it is offered: an agent with a slow network offers Opus alone.
 */
function prefer(transceiver: RTCRtpTransceiver, opus: boolean): void {
  const order = opus ? ['opus', 'telephone-event'] : ['pcmu', 'pcma', 'telephone-event', 'opus'];
  const place = (codec: RTCRtpCodec): number => order.indexOf(codec.mimeType.toLowerCase().replace('audio/', ''));
  const known = RTCRtpReceiver.getCapabilities('audio')?.codecs.filter((codec) => place(codec) >= 0) ?? [];
  if (known.length > 0) transceiver.setCodecPreferences(known.toSorted((one, other) => place(one) - place(other)));
}
