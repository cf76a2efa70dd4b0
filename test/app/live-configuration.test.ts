import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openLiveConfiguration, type LiveConfiguration } from '../../src/app/live-configuration.ts';
import { setRevisionsAside } from '../../src/app/set-revisions-aside.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { targetChecks } from '../../src/routing/target-checks.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { revision } from '../store/conformance/make.ts';

const FILE = `switches: { demo: { kind: simulated } }
services:
  classic:
    queue: classic
    caller-id: { number: "+12025550100" }
queues:
  classic: {}
`;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-live-'));
  store = await openSqliteStore({ path: ':memory:', threads: false });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function loaded(text: string) {
  const file = join(folder, 'ringback.yaml');
  writeFileSync(file, text);
  const found = loadConfiguration({ file, environment: {}, targets: targetChecks });
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found;
}

const open = (text = FILE): Promise<LiveConfiguration> =>
  openLiveConfiguration({ ...loaded(text), store, log: silentLogger });

const thresholdOf = (live: LiveConfiguration): number | undefined =>
  live.current().services[0]?.offerThresholdS;

describe('the configuration in force', () => {
  it('is the file, and the newest revision over it', async () => {
    expect(thresholdOf(await open())).toBe(60);
    await store.revisions.add(revision(1));
    await store.revisions.add(revision(2));
    const live = await open();
    expect(thresholdOf(live)).toBe(120);
    expect(live.revision().no).toBe(2);
  });

  it('has of the file what no revision touches, as the file has it at the next start', async () => {
    await store.revisions.add(revision(1));
    const live = await open(FILE.replace('queue: classic', 'queue: classic\n    locale: de-DE'));
    expect(live.current().services[0]).toMatchObject({ locale: 'de-DE', offerThresholdS: 60 });
  });

  it('does not start where the file no longer goes with the revision: the place in the file and in the data is told', async () => {
    const patch = { services: { classic: { options: { _business_hours_service: 'office' } } } };
    await store.revisions.add(revision(1, { patch }));
    const refused = await open().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'CONFIG_BEHIND', details: { revision: 1 } });
    expect(String(refused)).toMatch(
      /ringback\.yaml:\d+:\d+: reference .*"office".* \(\/services\/classic\/options\/_business_hours_service\)/,
    );
  });

  it('starts from the file alone when that is wished, and what was set aside can be gone back to', async () => {
    const patch = { services: { classic: { options: { _business_hours_service: 'office' } } } };
    await store.revisions.add(revision(1, { patch }));
    const { ground } = loaded(FILE);
    await setRevisionsAside({ store, clock: new VirtualClock(), ground });
    await setRevisionsAside({ store, clock: new VirtualClock(), ground });
    expect((await open()).revision()).toEqual({ no: 2, patch: {} });
    expect((await store.revisions.get(1))?.patch).toEqual(patch);
  });

  it('stays as it was where a revision of another node does not go with the file here, until one does', async () => {
    const live = await open();
    await store.revisions.add(revision(1));
    await live.refresh();
    await store.revisions.add(revision(2, { patch: { services: { classic: { queue: 'other' } } } }));
    await live.refresh();
    expect(thresholdOf(live)).toBe(60);
    expect(live.behind()).toMatchObject({ revision: 2 });
    await store.revisions.add(revision(3));
    await live.refresh();
    expect(thresholdOf(live)).toBe(180);
    expect(live.behind()).toBeNull();
  });

  it('goes back with a store that lost the newest, also to the file alone', async () => {
    let head = 2;
    const revisions = {
      ...store.revisions,
      head: () => Promise.resolve(head),
      get: (no: number) => Promise.resolve(revision(no)),
    };
    const lost = { revisions, onChange: () => () => undefined };
    const live = await openLiveConfiguration({ ...loaded(FILE), store: lost, log: silentLogger });
    expect(thresholdOf(live)).toBe(120);
    for (head of [1, 0]) {
      await live.refresh();
      expect(thresholdOf(live)).toBe(60);
      expect(live.revision().no).toBe(head);
    }
  });

  it('changes by itself with the store, and tells so', async () => {
    const live = await open();
    const told = new Promise<void>((resolve) => {
      live.onChange(resolve);
    });
    await store.revisions.add(revision(1, { patch: { services: { classic: { 'offer-threshold': '9s' } } } }));
    await told;
    expect(thresholdOf(live)).toBe(9);
  });

  it('is looked up once for all who ask meanwhile, and what was committed before anybody asked is in force for them', async () => {
    let looks = 0;
    const revisions = { ...store.revisions, head: async () => ((looks += 1), await store.revisions.head()) };
    const counted = { revisions, onChange: () => () => undefined };
    const live = await openLiveConfiguration({ ...loaded(FILE), store: counted, log: silentLogger });
    looks = 0;
    const first = live.refresh();
    await store.revisions.add(revision(1, { patch: { services: { classic: { 'offer-threshold': '9s' } } } }));
    await Promise.all([first, ...Array.from({ length: 50 }, () => live.refresh())]);
    expect(thresholdOf(live)).toBe(9);
    expect(looks).toBeLessThanOrEqual(3);
  });
});
