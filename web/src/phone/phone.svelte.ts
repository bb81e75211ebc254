//! The telephone in the browser: one connection to the voice node for as long as the page is signed in, so that
//! answering costs no setting up. When the connection goes, another one takes its place.

import type { Quality, Trouble } from '../desk/protocol';
import { Connection, type Measured } from './connection';
import { chosen, devices, microphone, type Devices, type Obstacle } from './devices';
import { grade, worse, type Figures, type Grade } from './quality';
import { Bell, meter, Speaker, type Stop } from './sound';

/** `elsewhere`: another window of this browser has the telephone. */
export type PhoneStanding = 'off' | 'asking' | 'connecting' | 'connected' | 'lost' | 'elsewhere' | Obstacle;

export interface Exchange {
  offer(sdp: string): Promise<Trouble | null>;
  test(on: boolean): Promise<Trouble | null>;
}

const OBSTACLES: ReadonlySet<PhoneStanding> = new Set<PhoneStanding>(['insecure', 'denied', 'no_device', 'busy', 'unsupported']);
/** A connection that is interrupted for longer is replaced, milliseconds. */
const PATIENCE = 1_500;
/** Between attempts to connect, milliseconds. */
const AGAIN = 2_000;
const MEASURE = 2_000;
const NOTHING: Figures = { loss: null, jitterMs: null, rttMs: null };

export class Phone {
  #standing = $state<PhoneStanding>('off');
  #muted = $state(false);
  #testing = $state(false);
  #level = $state(0);
  /** The browser wants a click before it lets anything sound. */
  #silenced = $state(false);
  #devices = $state.raw<Devices>({ microphones: [], speakers: [] });
  #choice = $state.raw({ microphone: chosen.microphone, speaker: chosen.speaker, opus: chosen.opus });
  #here = $state.raw<Measured | null>(null);
  #there = $state.raw<Quality | null>(null);
  readonly #exchange: Exchange;
  readonly #speaker = new Speaker();
  readonly #bell = new Bell();
  readonly #end = new AbortController();
  #stream: MediaStream | null = null;
  #connection: Connection | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #stopMeter: Stop | null = null;
  /** Whether there is a centre to offer a connection to. */
  #reached = false;
  #attempt = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    const { signal } = this.#end;
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#devicesChanged(), { signal });
    const timer = setInterval(() => void this.#measure(), MEASURE);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  get standing(): PhoneStanding {
    return this.#standing;
  }

  /** What keeps the telephone from working, when a person can do something about it. */
  get obstacle(): Obstacle | null {
    return OBSTACLES.has(this.#standing) ? (this.#standing as Obstacle) : null;
  }

  get muted(): boolean {
    return this.#muted;
  }

  get testing(): boolean {
    return this.#testing;
  }

  /** How loud the microphone is, 0 to 1, while it is metered. */
  get level(): number {
    return this.#level;
  }

  get silenced(): boolean {
    return this.#silenced;
  }

  get devices(): Devices {
    return this.#devices;
  }

  get choice(): { microphone: string | null; speaker: string | null; opus: boolean } {
    return this.#choice;
  }

  get codec(): string | null {
    return this.#here?.codec ?? null;
  }

  get figures(): Figures {
    const there = this.#there;
    return worse(this.#here ?? NOTHING, there === null ? NOTHING : { loss: there.loss, jitterMs: there.jitter_ms, rttMs: there.rtt_ms });
  }

  get grade(): Grade | null {
    return this.#standing === 'connected' ? grade(this.figures) : null;
  }

  /** Takes the microphone and connects, now or as soon as the centre is reached. */
  async start(): Promise<void> {
    if (this.#stream === null) {
      this.#standing = 'asking';
      try {
        this.#stream = await microphone();
      } catch (thrown) {
        this.#standing = thrown as Obstacle;
        return;
      }
      if (this.#end.signal.aborted) {
        this.#drop();
        return;
      }
      this.#watchTrack();
      this.#bell.prepare();
      await this.#listDevices();
    }
    this.#applyMute();
    await this.#connect();
  }

  /** Another window has the telephone: this one is quiet. */
  yieldTo(): void {
    this.#drop();
    this.#standing = 'elsewhere';
  }

  close(): void {
    this.#end.abort();
    this.#drop();
    this.#standing = 'off';
  }

  /** The centre is reached, or is not. A call goes on without it; a centre that is back may know of no telephone. */
  reached(reached: boolean): void {
    const back = reached && !this.#reached;
    this.#reached = reached;
    if (back && this.#stream !== null) void this.#connect();
  }

  async answered(sdp: string): Promise<void> {
    await this.#connection?.answered(sdp).catch(() => this.#retry(AGAIN));
  }

  /** What the centre sees of this telephone. It may have lost it before this side notices. */
  seen(quality: Quality): void {
    this.#there = quality;
    const gone = quality.state === 'absent' || quality.state === 'lost';
    if (gone && this.#standing === 'connected') this.#retry(PATIENCE);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#applyMute();
  }

  tone(digit: string): boolean {
    return this.#connection?.tone(digit) ?? false;
  }

  ring(on: boolean): void {
    if (on && this.#standing !== 'elsewhere') this.#bell.ring(this.#choice.speaker);
    else this.#bell.silence();
  }

  /** Somebody clicked: sound may begin. */
  async unsilence(): Promise<void> {
    this.#silenced = !(await this.#speaker.resume());
  }

  /** Shows how loud the microphone is, until it is stopped. */
  meter(on: boolean): void {
    this.#stopMeter?.();
    this.#stopMeter = on && this.#stream !== null ? meter(this.#stream, (level) => (this.#level = level)) : null;
    if (!on) this.#level = 0;
  }

  /** One's own voice comes back a second later. */
  async test(on: boolean): Promise<Trouble | null> {
    this.#testing = on;
    const trouble = await this.#exchange.test(on);
    if (trouble !== null) this.#testing = false;
    return trouble;
  }

  async useMicrophone(id: string | null): Promise<void> {
    chosen.microphone = id;
    this.#choice = { ...this.#choice, microphone: id };
    await this.#replaceMicrophone();
  }

  async useSpeaker(id: string | null): Promise<void> {
    chosen.speaker = id;
    this.#choice = { ...this.#choice, speaker: id };
    await this.#speaker.use(id);
  }

  async useOpus(first: boolean): Promise<void> {
    chosen.opus = first;
    this.#choice = { ...this.#choice, opus: first };
    if (this.#stream !== null) await this.#connect();
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#again);
    const track = this.#stream?.getAudioTracks()[0];
    if (!track || !this.#reached) return;
    this.#attempt += 1;
    const attempt = this.#attempt;
    const current = (): boolean => this.#attempt === attempt;
    const before = this.#connection;
    if (this.#standing !== 'lost') this.#standing = 'connecting';
    const connection = new Connection({
      track,
      opus: this.#choice.opus,
      heard: (stream) => current() && void this.#hear(stream),
      standing: (standing) => {
        if (!current()) return;
        if (standing === 'connected') {
          clearTimeout(this.#again);
          this.#standing = 'connected';
        } else if (standing === 'interrupted') {
          this.#retry(PATIENCE);
        } else if (standing === 'failed') {
          this.#standing = 'lost';
          this.#retry(0);
        }
      },
    });
    this.#connection = connection;
    const sdp = await connection.offer();
    if (!current()) return;
    const trouble = await this.#exchange.offer(sdp);
    before?.close();
    if (current() && trouble !== null) {
      this.#standing = 'lost';
      this.#retry(AGAIN);
    }
  }

  /** Another connection, unless this one comes back meanwhile. */
  #retry(after: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (this.#end.signal.aborted || this.#stream === null) return;
      this.#standing = 'lost';
      void this.#connect();
    }, after);
  }

  async #hear(stream: MediaStream): Promise<void> {
    this.#silenced = !(await this.#speaker.play(stream, this.#choice.speaker));
  }

  #applyMute(): void {
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !this.#muted;
  }

  /** A microphone that is unplugged, or taken back by the person, ends by itself. */
  #watchTrack(): void {
    const track = this.#stream?.getAudioTracks()[0];
    track?.addEventListener('ended', () => void this.#replaceMicrophone(), { once: true });
  }

  async #replaceMicrophone(): Promise<void> {
    const before = this.#stream;
    let stream: MediaStream;
    try {
      stream = await microphone();
    } catch (thrown) {
      this.#drop();
      this.#standing = thrown as Obstacle;
      return;
    }
    this.#stream = stream;
    for (const track of before?.getTracks() ?? []) track.stop();
    this.#watchTrack();
    this.#applyMute();
    if (this.#stopMeter) this.meter(true);
    const track = stream.getAudioTracks()[0];
    if (track && this.#connection) await this.#connection.replace(track).catch(() => this.#connect());
    else await this.#connect();
    await this.#listDevices();
  }

  async #devicesChanged(): Promise<void> {
    // Somebody plugged in what was missing.
    if (this.#standing === 'no_device') await this.start();
    else if (this.#stream !== null) await this.#listDevices();
  }

  async #listDevices(): Promise<void> {
    this.#devices = await devices();
  }

  async #measure(): Promise<void> {
    if (this.#standing !== 'connected' || this.#connection === null) return;
    const connection = this.#connection;
    const measured = await connection.measure();
    if (connection === this.#connection) this.#here = measured;
  }

  #drop(): void {
    clearTimeout(this.#again);
    this.#attempt += 1;
    this.#bell.close();
    this.meter(false);
    this.#speaker.stop();
    this.#connection?.close();
    this.#connection = null;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#here = null;
  }
}
