import type { Line } from './line.ts';

/** Rooms of a switch in which any number of people talk. */
export class Rooms {
  readonly #rooms = new Map<string, Set<Line>>();

  /** Whoever is alone in a room is in conversation with nobody. */
  enter(name: string, line: Line): void {
    if (line.end) return;
    this.leave(line);
    const room = this.#rooms.get(name) ?? new Set();
    this.#rooms.set(name, room.add(line));
    line.watch(({ kind }) => {
      if (kind === 'ended') this.leave(line);
    });
    if (room.size < 2) return;
    for (const one of room.size === 2 ? [...room] : [line]) one.joined();
  }

  leave(line: Line): void {
    for (const [name, room] of this.#rooms) {
      room.delete(line);
      if (room.size === 0) this.#rooms.delete(name);
    }
  }
}
