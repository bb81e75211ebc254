//! What is heard here: the caller, the ring, and how loud the microphone is.

/** The ring of the country: seconds of tone and of pause, and the two frequencies, in hertz. */
const RING = { on: 1, off: 2, tones: [440, 480], volume: 0.12 };

/** Something that sounds until it is stopped. */
export type Stop = () => void;

type Sinkable = { setSinkId?: (id: string) => Promise<void> };

/** Sends a sound to a loudspeaker; where the browser cannot, it goes where all sound goes. */
async function direct(sound: object, speaker: string | null): Promise<void> {
  await (sound as Sinkable).setSinkId?.(speaker ?? '').catch(() => {
    // The loudspeaker was unplugged: the system's own one sounds.
  });
}

/** The voice of the other side. */
export class Speaker {
  readonly #audio = new Audio();

  /** False when the browser wants a click before it lets anything sound. */
  async play(stream: MediaStream, speaker: string | null): Promise<boolean> {
    this.#audio.srcObject = stream;
    await direct(this.#audio, speaker);
    return this.resume();
  }

  async resume(): Promise<boolean> {
    try {
      await this.#audio.play();
      return true;
    } catch {
      return false;
    }
  }

  async use(speaker: string | null): Promise<void> {
    await direct(this.#audio, speaker);
  }

  stop(): void {
    this.#audio.pause();
    this.#audio.srcObject = null;
  }
}

/** Rings. What it sounds through is made once: making it at each ring would hold up the painting of who calls. */
export class Bell {
  #context: AudioContext | null = null;
  #speaker: string | null = null;
  #stop: Stop | null = null;

  /** Makes ready, silent, what the ring sounds through. */
  prepare(): void {
    if (this.#context !== null) return;
    this.#context = new AudioContext();
    void this.#context.suspend();
  }

  /** Rings until it is silenced. */
  ring(speaker: string | null): void {
    this.silence();
    this.prepare();
    const context = this.#context;
    if (context === null) return;
    if (speaker !== this.#speaker) void direct(context, speaker);
    this.#speaker = speaker;
    void context.resume();
    this.#stop = tones(context);
  }

  silence(): void {
    this.#stop?.();
    this.#stop = null;
    void this.#context?.suspend();
  }

  close(): void {
    this.silence();
    void this.#context?.close();
    this.#context = null;
  }
}

function tones(context: AudioContext): Stop {
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  const both = RING.tones.map((frequency) => {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start();
    return tone;
  });
  const cycle = (): void => {
    const from = context.currentTime;
    // Ramps of 20 ms, so that it does not crack.
    gain.gain.setTargetAtTime(RING.volume, from, 0.02);
    gain.gain.setTargetAtTime(0, from + RING.on, 0.02);
  };
  cycle();
  const timer = setInterval(cycle, (RING.on + RING.off) * 1_000);
  return () => {
    clearInterval(timer);
    for (const tone of both) tone.stop();
    gain.disconnect();
  };
}

/** Tells how loud the microphone is, 0 to 1, some thirty times a second, until it is stopped. */
export function meter(stream: MediaStream, level: (level: number) => void): Stop {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    level(loudness(power));
  }, 33);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Mean power as a share of the meter: −60 dB is its foot, −6 dB its end. */
export function loudness(power: number): number {
  const decibels = 10 * Math.log10(Math.max(power, 1e-9));
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
