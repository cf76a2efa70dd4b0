/** An application to run on a channel. */
export interface Order {
  app: string;
  data: string;
  /** Application-UUID: the Event-UUID of the command that asked for it. */
  uuid: string;
  /** While it runs, others wait (event-lock). */
  lock: boolean;
  /** A state more than an application: no events tell of it. */
  untold?: boolean;
}

/** An application that is running. */
export interface Running {
  /** Whether uuid_break ends it: what plays or waits, not what holds the call. */
  readonly breakable: boolean;
  /** Ends it at once; it calls its `finish` before this returns. */
  stop(): void;
  /** Another application goes before it; after that it goes on. */
  pause(): void;
  resume(): void;
  /** It is the one that runs, and digits may wait: it reads them, or leaves them for the next one. */
  readKeys(): void;
}

export interface Stage {
  /**
   * Begins an application, which calls `finish` with its Application-Response once, perhaps at once.
   * Null for an application that nobody knows.
   */
  begin(order: Order, finish: (response: string) => void): Running | null;
  executing(order: Order): void;
  completed(order: Order, response: string): void;
  /** The last line has ended. */
  ranOut(lastApp: string): void;
}

interface Frame {
  order: Order;
  running: Running | null;
  response: string | null;
}

/**
 * What a channel runs: dialplan lines one after the other, and inside the one that runs, applications that
 * were sent to it. Each is started inside the running one, which goes on afterwards, unless that one is locked.
 */
export class Execution {
  #stage: Stage;
  #lines: Order[] = [];
  #frames: Frame[] = [];
  #waiting: Order[] = [];
  #busy = false;
  #over = false;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Ends what runs and goes on with these lines. */
  run(lines: readonly Order[]): void {
    this.clear();
    this.#lines = [...lines];
    this.#settle();
  }

  /** An application sent to the channel (sendmsg execute). */
  execute(order: Order): void {
    this.#waiting.push(order);
    this.#settle();
  }

  /** A digit was pressed. */
  keyPressed(): void {
    this.#settle();
  }

  /** Ends the running application; with `all`, those that wait are forgotten. */
  interrupt(all: boolean): void {
    if (all) this.#waiting = [];
    const running = this.#frames.at(-1)?.running;
    if (running?.breakable) running.stop();
  }

  /** Ends everything that runs, innermost first, and forgets the lines to come. */
  clear(): void {
    this.#lines = [];
    const busy = this.#busy;
    this.#busy = true;
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      if (frame.response === null) frame.running?.stop();
      this.#frames.pop();
      this.#stage.completed(frame.order, frame.response ?? '_none_');
    }
    this.#busy = busy;
  }

  /** The channel is hung up: nothing runs on it any more. */
  end(): void {
    this.#waiting = [];
    this.clear();
    this.#over = true;
  }

  /** Brings the stack to rest: ends what has finished, starts what waits. Never re-entered, so no recursion. */
  #settle(): void {
    if (this.#busy) return;
    this.#busy = true;
    while (!this.#over && (this.#turn() || this.#readKeys()));
    this.#busy = false;
  }

  #turn(): boolean {
    const top = this.#frames.at(-1);
    if (
      top &&
      top.response !== null &&
      (top.order.lock || this.#waiting.length === 0 || this.#frames.length > 1)
    ) {
      this.#frames.pop();
      this.#stage.completed(top.order, top.response);
      if (this.#frames.length === 0 && this.#lines.length === 0) this.#stage.ranOut(top.order.app);
      else this.#frames.at(-1)?.running?.resume();
      return true;
    }
    const sent = top && !top.order.lock ? this.#waiting.shift() : undefined;
    if (sent) {
      if (top?.response === null) top.running?.pause();
      this.#start(sent);
      return true;
    }
    const line = top ? undefined : this.#lines.shift();
    if (line) this.#start(line);
    return line !== undefined;
  }

  /** Lets the one that runs read what was pressed; whether that has ended it. */
  #readKeys(): boolean {
    const top = this.#frames.at(-1);
    if (!top || top.response !== null) return false;
    top.running?.readKeys();
    return this.#frames.at(-1)?.response !== null;
  }

  #start(order: Order): void {
    const frame: Frame = { order, running: null, response: null };
    this.#frames.push(frame);
    this.#stage.executing(order);
    frame.running = this.#stage.begin(order, (response) => {
      frame.response ??= response;
      this.#settle();
    });
    if (frame.running === null) frame.response ??= '_none_';
  }
}
