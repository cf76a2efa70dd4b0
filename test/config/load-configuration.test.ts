import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import type { Configuration } from '../../src/callback/configuration.ts';
import { loadConfiguration, type ConfigurationSource } from '../../src/config/load-configuration.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { targetChecks } from '../../src/routing/target-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
const file = join(folder, 'it.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const minimal = `switches:
  demo: { kind: simulated }
services:
  classic: { queue: main, caller-id: { number: "+12025550100" } }
queues:
  main: {}
`;

function load(text: string, source: ConfigurationSource = {}) {
  writeFileSync(file, text);
  return loadConfiguration({ file, environment: {}, ...source });
}

function configurationOf(text: string, source?: ConfigurationSource): Configuration {
  const loaded = load(text, source);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.configuration;
}

function problemsOf(text: string, source?: ConfigurationSource): string[] {
  const loaded = load(text, source);
  return 'problems' in loaded ? loaded.problems.map((problem) => formatProblem(problem).replace(`${file}:`, '')) : [];
}

test('the shipped configuration is as the README tells', () => {
  const shipped = loadConfiguration({ environment: {}, targets: targetChecks });
  expect(shipped).toMatchObject({
    configuration: {
      http: { port: 8080, host: '127.0.0.1', address: null },
      switches: [{ kind: 'simulated' }],
      routingPoints: [
        { number: '8000', service: 'classic', strategy: 'classic' },
        { number: '8001', service: 'classic', strategy: 'desk' },
      ],
      services: [{ name: 'classic', queue: 'classic', offerThresholdS: 5, options: { _default_country: 'US' } }],
      queues: [{ name: 'classic', handleTimeMs: 10_000 }],
      agents: [
        { id: '1001', phone: 'user/1001', skills: { classic: 1 }, initial: 'ready' },
        { id: '1002', phone: 'user/1002', skills: { classic: 1 }, initial: 'ready' },
      ],
      simulation: { load: { waiting: 4, patienceMs: 6000 }, talkMs: 5000, speechRate: 60 },
    },
  });
});

test('what is over is kept for 30 days, or as long as the file says, up to a year', () => {
  expect(configurationOf(minimal).retentionMs).toBe(30 * 86_400_000);
  expect(configurationOf(`${minimal}retention: 48h\n`).retentionMs).toBe(2 * 86_400_000);
  expect(problemsOf(`${minimal}retention: 9000h\n`)).toEqual([
    expect.stringMatching(/^7:12: duration 9000h is longer than a year/),
  ]);
  expect(problemsOf(`${minimal}retention: 30 days\n`)).toEqual([expect.stringContaining('720h')]);
});

test('what is left out has its default', () => {
  const configuration = configurationOf(minimal);
  expect(configuration).toMatchObject({
    ...{ site: 'ringback', data: 'data', doors: { host: '127.0.0.1', port: 8084 }, agents: [], simulation: null },
    access: { pages: ['127.0.0.0/8', '::1/128'], keys: {} },
    services: [{ dialog: 'classic', confirmDialog: 'confirm', strategy: 'callback', locale: 'en-US' }],
    queues: [{ target: '', handleTimeMs: null, initialHandleTimeMs: 180_000 }],
  });
  expect(configuration.services[0]?.options).toMatchObject({ _max_dial_attempts: 3, _dial_retry_timeout: 600 });
});

test.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['1h', 3_600_000],
])('%s is %i ms', (written, ms) => {
  const text = minimal.replace('main: {}', `main: { handle-time: ${written} }`);
  expect(configurationOf(text).queues[0]?.handleTimeMs).toBe(ms);
});

test('PORT, HOST, RINGBACK_DATA and RINGBACK_CONFIG win; empty ones do not count', () => {
  const environment = { PORT: '9000', HOST: '0.0.0.0', RINGBACK_DATA: '/somewhere' };
  expect(configurationOf(minimal, { environment })).toMatchObject({
    http: { port: 9000, host: '0.0.0.0', address: null },
    data: '/somewhere',
  });
  expect(configurationOf(minimal, { environment: { PORT: '', HOST: '' } }).http.port).toBe(8080);
  expect(loadConfiguration({ environment: { RINGBACK_CONFIG: file } })).toMatchObject({ file });
});

test.each(['x', '-1', '65536', '80.5', '0x50'])('PORT=%s is refused', (PORT) => {
  expect(problemsOf(minimal, { environment: { PORT } })).toEqual([
    `environment:1:1: environment PORT must be a port number from 0 to 65535, not "${PORT}"`,
  ]);
});

test.each([
  ['syntax', 'a: [', '1:5: yaml Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ['an empty file', '', '1:1: schema the file must be a mapping'],
  ['an agent twice', `${minimal}agents:\n  1001: { phone: a }\n  "1001": { phone: b }\n`, '9:3: yaml this key is written twice'],
  ['an unknown setting', minimal.replace('main: {}', 'main: { hanlde-time: 3m }'), '6:11: schema queues.main has no setting "hanlde-time" (did you mean "handle-time"?)'],
  ['a bad duration', minimal.replace('main: {}', 'main: { handle-time: 3 minutes }'), '6:24: schema queues.main.handle-time must be a duration such as 250ms, 90s, 10m or 1h'],
  ['a switch of no kind', minimal.replace('simulated', 'simulatd'), '2:17: schema switches.demo.kind must be one of simulated, freeswitch (did you mean "simulated"?)'],
  ['an unknown option', minimal.replace(' } }\nqueues', ' }, options: { _max_dial_atempts: 3 } }\nqueues'), '4:77: option option _max_dial_atempts cannot be "3": there is no such option (did you mean "_max_dial_attempts"?)'],
  ['a target of status notifications that nothing is sent to', minimal.replace(' } }\nqueues', ' }, options: { _status_notification_target: "http://10.0.0.7/told" } }\nqueues'), '4:106: option nothing is sent to 10.0.0.7: it is not among the configured hosts (session-events)'],
  ['a service without its queue', minimal.replace('queue: main', 'queue: mian'), '4:21: reference there is no queue "mian" (did you mean "main"?)'],
  ['a routing point without its service', `${minimal}routing-points:\n  8000: { service: clasic }\n`, '8:20: reference there is no service "clasic" (did you mean "classic"?)'],
  ['one key of two agents', `${minimal}agents:\n  a: { phone: user/1, key: 0123456789abcdef }\n  b: { phone: user/2, key: 0123456789abcdef }\n`, '9:28: agent a and b have the same key'],
  ['one phone of two agents', `${minimal}agents:\n  a: { phone: user/1 }\n  b: { phone: user/1 }\n`, '9:15: agent agents a and b have the same phone user/1'],
  ['customers who call nowhere', minimal.replace('queue: main', 'scenario: click-to-call-in, queue: main'), '4:3: access-number customers call this service (USERORIGINATED): give the number they dial as `access-number`'],
  ['a network that is none', `${minimal}access: { pages: [10.0.0.0/8, 10.0.0.0/33] }\n`, '7:31: source "10.0.0.0/33" is neither an address nor a network: write it like 10.0.0.7 or 192.168.0.0/16'],
])('%s is told with its place', (_, text, expected) => {
  expect(problemsOf(text)).toEqual([expected]);
});

test('a mistake in a skill expression is told where it is in it', () => {
  const [problem] = problemsOf(minimal.replace('main: {}', "main: { target: 'Billing > & x' }"), { targets: targetChecks });
  expect(problem).toMatch(/^6:30: target /);
});

test('what depends on the request is looked at with it, and is as by default until then', () => {
  const options = `options: { _target: 'Billing > $level$', _dial_retry_timeout: $pause$ } }\nqueues`;
  const loaded = load(minimal.replace(' } }\nqueues', () => ` }, ${options}`), { targets: targetChecks });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  expect(loaded.configuration.services[0]).toMatchObject({
    options: { _target: '', _dial_retry_timeout: 600 },
    templates: { _target: 'Billing > $level$', _dial_retry_timeout: '$pause$' },
  });
});

test('so is one in the target of a service, a list too', () => {
  const options = `options: { _target: '[{"target": "Billing >"}]' } }\nqueues`;
  const [problem] = problemsOf(minimal.replace(' } }\nqueues', ` }, ${options}`), { targets: targetChecks });
  expect(problem).toBe('4:109: target target 1: a level is expected after ">"');
});

test('a service is warned of whose callers no agent can take', () => {
  const warningsOf = (text: string) => {
    const loaded = load(text, { targets: targetChecks });
    return 'warnings' in loaded ? loaded.warnings.map((problem) => `${problem.severity} ${formatProblem(problem).replace(`${file}:`, '')}`) : [];
  };
  const staffed = `${minimal.replace('main: {}', 'main: { target: Biling > 2 }')}agents:\n  1001: { phone: user/1, skills: { Billing: 3 } }\n`;
  expect(warningsOf(staffed)).toEqual([
    'warning 4:3: target-unmet service "classic": no agent can take its callers: of 1 agents 0 serve the queue; no agent has "Biling" (did you mean "Billing"?)',
  ]);
  expect(warningsOf(staffed.replace('Biling', 'Billing'))).toEqual([]);
  expect(warningsOf(minimal)[0]).toContain('there are no agents');
});

test('a queue has a patience and a roster', () => {
  const roster = 'roster: { time-zone: Europe/Berlin, agents: { "12:30": 2, "08:00": 5 } }';
  expect(configurationOf(minimal.replace('main: {}', `main: { patience: 5m, ${roster} }`)).queues[0]).toMatchObject({
    patienceMs: 300_000,
    roster: { zone: 'Europe/Berlin', steps: [{ minute: 480, agents: 5 }, { minute: 750, agents: 2 }] },
  });
  expect(problemsOf(minimal.replace('main: {}', 'main: { roster: { agents: { "25:00": 2 } } }'))[0]).toContain('schema');
});

const real = minimal.replace('{ kind: simulated }', '{ kind: freeswitch, host: fs, password: x, dial-number: "gw/{number}" }');

test('a real switch is completed', () => {
  expect(configurationOf(real).switches[0]).toMatchObject({ port: 8021, addresses: ['fs'], dialPhone: '{phone}' });
});

test('simulated people beside a real switch are refused', () => {
  expect(problemsOf(`${real}simulation:\n  load: { waiting: 4 }\n`)).toEqual([
    '7:1: SIMULATION_REFUSED a simulated load is configured together with a real switch (demo)',
  ]);
});

test('every mistake is told at once', () => {
  const text = minimal.replace('main: {}', 'main: { musik: x, after-call-work: 5 }') + 'sit: x\n';
  expect(problemsOf(text)).toHaveLength(3);
});

test('a file that is not there is a problem', () => {
  const loaded = loadConfiguration({ file: join(folder, 'none.yaml'), environment: {} });
  expect(loaded).toMatchObject({ problems: [{ code: 'file', line: 1, column: 1 }] });
});

test('who says texts: the built-in voice, a command, or nobody', () => {
  const voiceOf = (written: string): unknown => configurationOf(`${minimal}${written}\n`).voice.engine;
  expect(configurationOf(minimal).voice).toEqual({
    ...{ engine: { kind: 'built-in', voice: 'slt' }, timeoutMs: 20_000, cacheBytes: 200_000_000 },
  });
  expect(voiceOf('voice: { built-in: none }')).toEqual({ kind: 'none' });
  expect(voiceOf('voice: { command: [espeak-ng, --stdin] }')).toEqual({
    ...{ kind: 'command', command: ['espeak-ng', '--stdin'], locales: null },
  });
  expect(problemsOf(`${minimal}voice: { built-in: daniel, command: espeak-ng, cache: 0 }\n`)).toEqual([
    expect.stringContaining('slt, rms, awb, kal, none'),
    expect.stringContaining('a program and its arguments'),
    expect.stringContaining('whole number of megabytes'),
  ]);
});

test.each([
  ['redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster', 'Redis Sentinels are not asked for the primary'],
  ['rediss-sentinel://10.0.0.1:26379', 'Redis Sentinels are not asked for the primary'],
  ['redis+cluster://10.0.0.1:6379', 'nodes of a Redis Cluster are not searched for the site'],
  ['redis://me:a,b@10.0.0.1:6379,10.0.0.2:6379/0', 'a list of servers is not searched for the primary'],
  ['redis+socket:///run/redis.sock', 'there is no kind of Redis "socket"'],
])('the store %s is refused with what to give instead', (store, why) => {
  expect(problemsOf(`${minimal}store: ${store}\n`)).toEqual([
    `7:8: store ${why}: give one address that follows the primary, such as redis://10.0.0.7:6379`,
  ]);
});

test('a Redis is one address, whatever its password holds', () => {
  const store = 'redis://me:a,b@10.0.0.1:6379/0';
  expect(configurationOf(`${minimal}store: ${store}\n`).store).toMatchObject({ kind: 'redis', url: store });
  expect(problemsOf(`${minimal}store: mysql://10.0.0.1\n`)).toHaveLength(1);
});

test('a scenario is the default of a service, whose own settings go first', () => {
  const text = minimal.replace(
    'queue: main',
    'scenario: click-to-call-in, access-number: "+12025550111", options: { _provide_code: false }, queue: main',
  );
  expect(configurationOf(text).services[0]).toMatchObject({
    strategy: 'user-originated',
    accessNumber: '+12025550111',
    options: { _call_direction: 'USERORIGINATED', _wait_for_agent: false, _provide_code: false },
  });
  expect(problemsOf(minimal.replace('queue: main', 'scenario: clasic, queue: main'))).toEqual([
    expect.stringContaining('did you mean "classic"?'),
  ]);
});
