//! Microphones and loudspeakers, and what to do when there is none or it may not be used.

import { kept } from '../design/kept';

/** Why there is no sound from here, in words that have a remedy. */
export type Obstacle = 'insecure' | 'denied' | 'no_device' | 'busy' | 'unsupported';

export interface Device {
  id: string;
  label: string;
}
export interface Devices {
  microphones: readonly Device[];
  /** Empty where the browser lets nobody choose. */
  speakers: readonly Device[];
}

const MICROPHONE = kept('heliotrope.phone.microphone');
const SPEAKER = kept('heliotrope.phone.speaker');
const OPUS = kept('heliotrope.phone.opus');

/** What was chosen in this browser; null is the system's own choice. */
export const chosen = {
  get microphone(): string | null {
    return MICROPHONE.get();
  },
  set microphone(id: string | null) {
    MICROPHONE.set(id);
  },
  get speaker(): string | null {
    return SPEAKER.get();
  },
  set speaker(id: string | null) {
    SPEAKER.set(id);
  },
  get opus(): boolean {
    return OPUS.get() === 'first';
  },
  set opus(first: boolean) {
    OPUS.set(first ? 'first' : null);
  },
};

/** The microphone that was chosen; another one when it is not there. Rejects with an Obstacle. */
export async function microphone(): Promise<MediaStream> {
  if (!isSecureContext) throw 'insecure' satisfies Obstacle;
  // Old or locked-down browsers have none of it.
  if (!navigator.mediaDevices?.getUserMedia || typeof RTCPeerConnection === 'undefined') throw 'unsupported' satisfies Obstacle;
  const wish = chosen.microphone;
  try {
    // An `ideal` device is a wish that Chromium does not grant while another one is open.
    return await open(wish === null ? {} : { deviceId: { exact: wish } });
  } catch (fault) {
    if (wish === null || obstacle(fault) !== 'no_device') throw obstacle(fault);
  }
  try {
    return await open({});
  } catch (fault) {
    throw obstacle(fault);
  }
}

function open(device: MediaTrackConstraints): Promise<MediaStream> {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device };
  return navigator.mediaDevices.getUserMedia({ audio });
}

/** What a refused microphone means. */
export function obstacle(fault: unknown): Obstacle {
  const name = fault instanceof Error || fault instanceof DOMException ? fault.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no_device';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unsupported';
  }
}

export async function devices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): Device[] =>
    all.filter((device) => device.kind === kind && device.deviceId !== '').map(({ deviceId, label }) => ({ id: deviceId, label }));
  const selectable = 'setSinkId' in HTMLMediaElement.prototype;
  return { microphones: of('audioinput'), speakers: selectable ? of('audiooutput') : [] };
}
