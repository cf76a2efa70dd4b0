/** Something to hear on the line. */
export type Sound =
  { kind: 'text'; text: string } | { kind: 'recording'; path: string } | { kind: 'music'; name: string };

/**
 * - `fax`: of a fax machine that was called (CED, 2100 Hz)
 * - `beep`, `low-beep`: of a voicemail; the low one is below what a beep detector hears
 * - `sit`, `busy`: of the network, in place of a refusal
 */
export type Tone = 'fax' | 'fax-calling' | 'beep' | 'low-beep' | 'sit' | 'busy';

/** What a person notices on a line. */
export type Perception =
  /** The phone rings. Whoever refuses at once was never rung audibly (busy, unknown number). */
  | { kind: 'ringing' }
  /** The call is answered, by this person or by the other side. */
  | { kind: 'connected' }
  | { kind: 'hears'; sound: Sound }
  /** Prompt or music is over and nothing follows in the same playback; `cut`: it was stopped before its end. */
  | { kind: 'quiet'; cut: boolean }
  /** Now in conversation with another person. */
  | { kind: 'joined' }
  /** The call is over, whoever ended it. */
  | { kind: 'hung-up'; cause: string };

/** The person's end of a line. On a line that has ended every act does nothing. */
export interface PhoneLine {
  /** The channel's UUID. */
  readonly id: string;
  /** `called`: this person's phone rings. `caller`: this person rings somebody. */
  readonly role: 'called' | 'caller';
  /** The number of whoever is at this phone, and the number of the other side. */
  readonly own: string;
  readonly other: string;
  answer(): void;
  /** `0`-`9`, `*`, `#`, `A`-`D`. */
  press(key: string): void;
  /** Lets sound through before the answer: what the network says while it rings (183). */
  progress(): void;
  speak(ms: number): void;
  tone(tone: Tone, ms: number): void;
  /** Refuses a ringing call with a final SIP status; the cause follows from it unless the far network says another. */
  reject(sipStatus: number, cause?: string): void;
  hangUp(): void;
}

/** A human, or a machine in place of one, at a simulated phone. One person may be on several lines in turn. */
export interface Person {
  /** Takes a line. What it returns is told everything that can be noticed there, in order. */
  on(line: PhoneLine): (perception: Perception) => void;
  /** No word comes back from this phone unless it is answered or refused: not that it rings, either. */
  readonly silent?: boolean;
}

/** Who is at which phone. */
export interface People {
  /** `phone`: an E.164 number, or an agent's phone such as `user/1001`. Somebody is at every phone. */
  at(phone: string): Person;
}
