const WIDTH = 30;

/** How far a long command has come, on standard error: a bar that moves on a terminal, a line each 10 % elsewhere. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  #done = 0;
  #shown = -1;

  /** `total`: how much there is to do. */
  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
  }

  add(done: number): void {
    this.#done += done;
    this.#show();
  }

  /** Shows 100 %, whatever has been added, and ends the line. */
  end(): void {
    this.#done = this.#total;
    this.#show();
    if (process.stderr.isTTY) process.stderr.write('\n');
  }

  #show(): void {
    const share = this.#total === 0 ? 1 : Math.min(1, this.#done / this.#total);
    const step = process.stderr.isTTY ? 1 : 10;
    const percent = Math.floor((share * 100) / step) * step;
    if (percent === this.#shown) return;
    this.#shown = percent;
    const bar = '#'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, '.');
    process.stderr.write(
      process.stderr.isTTY ? `\r${this.#label} [${bar}] ${percent} %` : `${this.#label} ${percent} %\n`,
    );
  }
}
