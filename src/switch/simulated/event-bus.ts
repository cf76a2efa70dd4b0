import type { Clock } from '../../core/clock.ts';
import type { EslEvent } from './event.ts';

const HOST_NAME = 'simulated.example';

/** Fires events to whoever listens, in order, with the headers that every event begins with. */
export class EventBus {
  readonly coreUuid: string;
  readonly hostName = HOST_NAME;
  #clock: Clock;
  #sequence = 0;
  #listeners = new Set<(event: EslEvent) => void>();

  constructor(clock: Clock, coreUuid: string) {
    this.#clock = clock;
    this.coreUuid = coreUuid;
  }

  listen(listener: (event: EslEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fire(name: string, headers: Record<string, string> = {}, body?: string): void {
    const event: EslEvent = {
      headers: { ...this.baseHeaders(name), ...headers },
      ...(body === undefined ? {} : { body }),
    };
    for (const listener of [...this.#listeners]) listener(event);
  }

  baseHeaders(name: string): Record<string, string> {
    const now = new Date(this.#clock.now());
    return {
      'Event-Name': name,
      'Core-UUID': this.coreUuid,
      'FreeSWITCH-Hostname': HOST_NAME,
      'FreeSWITCH-Switchname': HOST_NAME,
      'FreeSWITCH-IPv4': '127.0.0.1',
      'FreeSWITCH-IPv6': '::1',
      'Event-Date-Local': stampOf(this.#clock.now()),
      'Event-Date-GMT': now.toUTCString(),
      'Event-Date-Timestamp': microseconds(this.#clock.now()),
      'Event-Calling-File': 'simulated',
      'Event-Calling-Function': 'simulated',
      'Event-Calling-Line-Number': '1',
      'Event-Sequence': String(++this.#sequence),
    };
  }
}

/** Epoch ms as the microseconds FreeSWITCH counts in. */
export function microseconds(ms: number): string {
  return String(Math.round(ms * 1000));
}

/** `2026-11-21 02:24:25`, in UTC. */
export function stampOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
