import { afterAll, beforeAll, describe } from 'vitest';

import type { Clock } from '../../src/core/clock.ts';
import { findFreeSwitch } from './freeswitch-lab.ts';
import { SimulatedLab } from './simulated-lab.ts';

/** A phone beside a switch. */
export interface Phone {
  /** What a switch dials to reach it. */
  dialString: string;
  /** Resolves with 0 when its calls went by its scenario to the end; a simulated phone's with the first. */
  ended: Promise<number | null>;
  /** What it was asked and answered so far, repetitions left out: `INVITE`, `CANCEL`, `BYE`, or `603` to a caller. */
  heard(): string[];
  /** A header of what it was asked or answered last that had one; null without. */
  header(name: string): string | null;
}

/** A switch with phones around it, the same to a test whether the switch is simulated or not. */
export interface TelephoneLab {
  /** Its phones and its switch live by it. */
  readonly clock: Clock;
  /** Where the event socket is. */
  readonly eslPort: number;
  /** Where the dialplan looks for the first node's doors and then for the second one's. */
  readonly doorPorts: readonly [number, number];
  /** A phone that behaves like `name` (a scenario of the lab) for one call, or in each of so many. */
  farEnd(name: string, calls?: number): Promise<Phone>;
  /** A caller who plays `audio` from the answer on: segments such as `sil:4 dtmf:1 sil:60`. `headers`: of the INVITE. */
  call(number: string, from: string, audio: string[], headers?: string[]): Phone;
  /** A caller who hangs up five seconds after the answer. */
  callAndLeave(number: string): Phone;
  /** The switch dies without a word, with all its calls, and comes up again. */
  restart(): Promise<void>;
}

/** A kind of lab, shared by the tests of a file. */
export interface LabSite {
  readonly name: string;
  readonly simulated: boolean;
  open(): Promise<void>;
  close(): Promise<void>;
  /** For one test; `onTestFinished` is told what to close. */
  lab(onTestFinished: (close: () => Promise<void>) => void): Promise<TelephoneLab>;
  /** Another switch with its own callers and the same far ends, whose dialplan leads to the doors of the first. */
  second(first: TelephoneLab, onTestFinished: (close: () => Promise<void>) => void): Promise<TelephoneLab>;
}

/** Tests on the simulated switch always, and on a real FreeSWITCH where there is one; that there is none is said. */
export function onEveryLab(what: string, tests: (site: LabSite) => void): void {
  const real = findFreeSwitch(what);
  describe.each([simulatedSite, ...(real ? [real] : [])])(`${what}, on $name`, (site) => {
    beforeAll(() => site.open(), 300_000);
    afterAll(() => site.close());
    tests(site);
  });
}

const nothing = (): Promise<void> => Promise.resolve();

const simulatedSite: LabSite = {
  name: 'the simulated switch',
  simulated: true,
  open: nothing,
  close: nothing,
  async lab(onTestFinished) {
    const lab = await SimulatedLab.start();
    onTestFinished(() => lab.stop());
    return lab;
  },
  async second(first, onTestFinished) {
    if (!(first instanceof SimulatedLab)) throw new TypeError('not of this site');
    const second = await SimulatedLab.start(first);
    onTestFinished(() => second.stop());
    return second;
  },
};
