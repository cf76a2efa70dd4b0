// What `ringback test` adds to the browser: 200 walks of a dialog test, each with a Ringback of its own (use cases,
// page server, store in memory), beside 200 bare runs of the browser through the same turns, with the pages that the
// first walk was served held in memory.
import { VirtualClock } from '../src/core/virtual-clock.ts';
import { Coverage } from '../src/cli/dialog-tests/coverage.ts';
import { readTests } from '../src/cli/dialog-tests/read-tests.ts';
import { runTest } from '../src/cli/dialog-tests/run-test.ts';
import { testCaller } from '../src/cli/dialog-tests/test-caller.ts';
import { openTestSite } from '../src/cli/dialog-tests/test-site.ts';
import { readConfiguration } from '../src/cli/command-settings.ts';
import { projectSource } from '../src/cli/project-source.ts';
import { compileSet } from '../src/dialog/compile-set.ts';
import type { PageServer } from '../src/dialog/page-server.ts';
import { lintFolder } from '../src/dialog/publish-folder.ts';
import { loadScriptEngine } from '../src/sandbox/script-runtime.ts';

const WALKS = 200;
const BAR = 3;
const KEYS = ['1', '1'];

const configuration = readConfiguration();
const { files } = await lintFolder(projectSource(configuration));
const set = compileSet('bench', files);
const { file } = readTests(
  'bench.yaml',
  `dialog: classic
tests:
  - name: books
    given: { wait: 6m }
    turns: [{ prompts: [offer], presses: 1 }, { prompts: [confirm-number], presses: 1 }, { prompts: [goodbye, your-code] }]
    expect: { booked: { number: "+12025550143" } }
`,
);
const test = file?.tests[0];
if (!file || !test) throw new Error('the test of the bench cannot be read');
await loadScriptEngine();

const served = await record();
const rounds = [1, 2, 3].map(() => ({ tests: 0, bare: 0 }));
for (const round of rounds) {
  round.bare = await timed(bareWalk);
  round.tests = await timed(testedWalk);
}
const ratio = Math.min(...rounds.map(({ tests, bare }) => tests / bare));
const [each = 0, alone = 0] = [rounds[0]?.tests, rounds[0]?.bare].map((ms) => (ms ?? 0) / WALKS);
console.log(
  `${WALKS} dialog tests: ${each.toFixed(1)} ms each, the bare browser ${alone.toFixed(1)} ms, ${ratio.toFixed(2)} times (bar ${BAR})`,
);
process.exitCode = ratio <= BAR ? 0 : 1;

async function timed(walk: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let count = 0; count < WALKS; count += 1) await walk();
  return performance.now() - begun;
}

async function testedWalk(): Promise<void> {
  if (!file || !test) return;
  const failure = await runTest(
    { configuration, set, file, locale: 'en-US', coverage: new Coverage() },
    test,
  );
  if (failure) throw new Error(failure.message);
}

/** The pages of one walk, in order. */
async function record(): Promise<Awaited<ReturnType<PageServer['handle']>>[]> {
  const watch = { entered: () => undefined };
  const site = await openTestSite({ configuration, set, dialog: 'classic', given: test?.given ?? {}, watch });
  const { path } = await site.pages.open({
    ...{ dialog: 'classic', setHash: set.hash, service: site.service, interactionId: site.call },
    ...{ sessionId: 'bench', actionId: 'bench', values: {}, locale: 'en-US' },
  });
  const pages: Awaited<ReturnType<PageServer['handle']>>[] = [];
  const handle: PageServer['handle'] = async (request) => {
    const page = await site.pages.handle(request);
    pages.push(page);
    return page;
  };
  await walkThrough(testCaller({ handle }, path, site.clock));
  await site.close();
  return pages;
}

async function bareWalk(): Promise<void> {
  const pages = served.values();
  const handle: PageServer['handle'] = () => {
    const { value } = pages.next();
    return value ? Promise.resolve(value) : Promise.reject(new Error('there are no more pages'));
  };
  await walkThrough(testCaller({ handle }, '/vxml/run/bench', new VirtualClock()));
}

async function walkThrough(caller: ReturnType<typeof testCaller>): Promise<void> {
  for (const keys of KEYS) {
    await caller.next();
    caller.press(keys);
  }
  await caller.next();
  if (caller.end()?.how !== 'exit') throw new Error('the walk did not come to its end');
}
