import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import type { Configuration } from '../../src/callback/configuration.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
const file = join(folder, 'it.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

/** The configuration with a switch of those settings and a service of those, or what is wrong with it. */
function load(theSwitch: string, service = '', queue = '{}'): Configuration | string[] {
  writeFileSync(
    file,
    `switches:
  main: { kind: freeswitch, host: fs, password: x${theSwitch} }
services:
  classic: { queue: main, caller-id: { number: "+12025550100" }${service} }
queues:
  main: ${queue}
`,
  );
  const loaded = loadConfiguration({ file, environment: {} });
  return 'problems' in loaded
    ? loaded.problems.map(({ line, column, code, message }) => `${line}:${column}: ${code} ${message}`)
    : loaded.configuration;
}

function switchOf(rest: string): unknown {
  const loaded = load(rest);
  return 'switches' in loaded ? loaded.switches[0] : loaded;
}

function serviceWith(retry: string): unknown {
  const loaded = load(', dial-number: "gw/{number}"', `, retry: ${retry}`);
  return 'services' in loaded ? loaded.services[0]?.retry : loaded;
}

describe('the ways out of a switch', () => {
  it('are one gateway for every number when it has a dial string', () => {
    expect(switchOf(', dial-number: "gw/{number}"')).toMatchObject({
      gateways: [{ name: 'default', dial: 'gw/{number}', prefixes: [], priority: 0, weight: 1, calls: null }],
      dialUri: 'sofia/external/{uri}',
      dialsPerSecond: null,
    });
  });

  it('listen for tones while a phone rings only by a descriptor', () => {
    const detection = (rest: string): string => `, dial-number: "gw/{number}", detection: { ${rest} }`;
    expect(switchOf(detection('tones: cpd, early-tones: true'))).toMatchObject({
      detection: { avmd: true, tones: 'cpd', amd: null, early: true },
    });
    expect(switchOf(detection('tones: cpd'))).toMatchObject({ detection: { early: false } });
    expect(load(detection('tones: "a b"'))).toEqual([expect.stringContaining('the name of a descriptor')]);
    expect(load(detection('early-tones: true'))).toEqual(['2:93: tones by what are they told? It needs `tones`, a descriptor']);
  });

  it('are the gateways named, completed', () => {
    const gateways = '{ telco: { dial: "gw/{digits}", prefixes: ["+49"], priority: 2, weight: 3, per-second: 5, calls: 9 } }';
    expect(switchOf(`, gateways: ${gateways}, dials-per-second: 20`)).toMatchObject({
      gateways: [
        { name: 'telco', dial: 'gw/{digits}', prefixes: ['+49'], priority: 2, weight: 3, perSecond: 5, calls: 9 },
      ],
      dialsPerSecond: 20,
    });
  });

  it.each([
    ['', '2:3: gateway how are numbers dialled? It needs `dial-number` or `gateways`'],
    [
      ', dial-number: "gw/{number}", gateways: { default: { dial: "g/{number}" } }',
      '2:92: gateway `dial-number` is the gateway "default" already',
    ],
    [
      ', gateways: { telco: { dial: "gw" } }',
      '2:79: schema switches.main.gateways.telco.dial must be a dial string with {number} or {digits} in it',
    ],
    [
      ', gateways: { telco: { dial: "gw/{number}", prefixes: ["49"] } }',
      '2:105: schema switches.main.gateways.telco.prefixes.0 must be a prefix such as "+49"',
    ],
    [', dial-number: "gw/{number}", dials-per-second: 0', '2:98: schema switches.main.dials-per-second must be a whole number from 1'],
  ])('are a mistake with%s', (rest, message) => {
    expect(switchOf(rest)).toEqual([message]);
  });
});

describe('the retry rules of a service', () => {
  it('are seconds by dial result, or never', () => {
    const loaded = serviceWith('{ BUSY: 3m, FAX: never, NO_ANSWER: 1.5s }');
    expect(loaded).toEqual({ BUSY: 180, FAX: null, NO_ANSWER: 1.5 });
  });

  it.each([
    ['{ BUZY: 3m }', '4:75: schema services.classic.retry has no setting "BUZY" (did you mean "BUSY"?)'],
    ['{ BUSY: soon }', '4:81: schema services.classic.retry.BUSY must be a duration such as 90s or 10m, or never'],
  ])('are a mistake as %s', (rules, message) => {
    expect(serviceWith(rules)).toEqual([message]);
  });
});

it('the music of a queue is one source, or a list', () => {
  const musicOf = (written: string): unknown => {
    const loaded = load(', dial-number: "gw/{number}"', '', `{ music: ${written} }`);
    return 'queues' in loaded ? loaded.queues[0]?.music : loaded;
  };
  expect(musicOf('classic')).toBe('classic');
  expect(musicOf('[/one.wav, "shout://radio.example/live"]')).toBe('/one.wav,shout://radio.example/live');
  expect(musicOf('"a,b"')).toEqual([
    '6:18: schema queues.main.music must be a stream, a file, or a list of them, without commas',
  ]);
});
