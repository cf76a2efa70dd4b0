import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { importGms } from '../../src/config/import-gms.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { readGmsSections } from '../../src/config/read-gms-sections.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
afterAll(() => rmSync(folder, { recursive: true }));

const exported = `
[callback]
max_queued_callbacks_per_service=50
_throttle_callbacks_per_service_1=20
returned-keys=_desired_time, _callback_state
queue-polling-rate=5

[service.sales]
_type=ors
_service=callback
_call_direction=USERTERMINATED
_urs_virtual_queue=SalesVQ@SIP_Switch
_target=?:Sales > 2@StatServer.GA
_wait_for_agent=true
_max_dial_attempts=4
_dial_retry_timeout=900
_business_hours_service=office
_capacity_service=desk
_calling_party_number=+12025550100
_ixn_createcall_hints={"a":1}
_request_time_bucket=7
_colour=green

[service.app]
_type=ors
_service=callback
_wait_for_agent=true
_priority=$level$

[service.chat]
_type=ors
_service=callback
_media_type=chat

[service.office]
_type=builtin
_service=office-hours
_timezone=Europe/Berlin
"_bh_regular1"="Mon-Fri 08:00-18:00"
_bh_regular2=Sat 09:00-13:00
_bh_add1=07-14 12:00-14:30
_bh_except1=12-24
_bh_except2=whenever

[service.desk]
_type=builtin
_service=capacity
_timezone=UTC
_capacity=[Mon, Tue, Wed, Thu, Fri, Sat, Sun]
_capacity_1={"Mon":{"0800":10,"1200":4}}
_capacity_2={"Tue":{"0900":3}}
_capacity_3=oops
_capacity_add={}

[log]
verbose=all
`;

describe('an export of Genesys Mobile Services', () => {
  const { configuration, left } = importGms(readGmsSections(exported));

  it('becomes services, office hours and capacities that the server takes', () => {
    const file = join(folder, 'it.yaml');
    const text = `switches: { demo: { kind: simulated } }\n${stringify(configuration)}`;
    writeFileSync(file, text);
    // The one thing that only people know.
    expect(loadConfiguration({ file, environment: {} })).toMatchObject({ problems: [{ code: 'access-number' }] });
    writeFileSync(file, text.replace('strategy: user-originated', '$&\n    access-number: "+12025550111"'));
    const loaded = loadConfiguration({ file, environment: {} });
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    const { services, hours, capacity, genesys } = loaded.configuration;
    expect(services.map(({ name }) => name)).toEqual(['sales', 'app']);
    expect(services[0]).toMatchObject({
      queue: 'SalesVQ',
      callerId: { number: '+12025550100' },
      options: {
        _call_direction: 'USERTERMINATED',
        _max_dial_attempts: 4,
        _dial_retry_timeout: 900,
        _business_hours_service: 'office',
        _throttle_callbacks_per_service_1: 20,
        _max_queued_callbacks_per_service: 50,
      },
    });
    expect(services[1]).toMatchObject({
      strategy: 'user-originated',
      options: { _call_direction: 'USERORIGINATED', _priority: 0 },
      templates: { _priority: '$level$' },
    });
    expect(hours).toMatchObject([{ name: 'office', zone: 'Europe/Berlin' }]);
    expect(capacity[0]?.weekly[0]).toEqual([
      expect.objectContaining({ capacity: 10 }),
      expect.objectContaining({ capacity: 4 }),
    ]);
    expect(genesys.returnedKeys).toEqual(['_desired_time', '_callback_state']);
  });

  it('says of everything else why it stayed behind', () => {
    const wanted = [
      '[callback] queue-polling-rate=5',
      '[service.sales] _ixn_createcall_hints',
      '[service.sales] _request_time_bucket=7: it takes 5, 10',
      '[service.sales] _colour=green: there is no such option',
      '[service.app] is called by customers',
      '[service.app] says no _calling_party_number',
      '[service.chat] is for chats',
      '[service.office] _bh_except2=whenever',
      '[service.desk] _capacity_3=oops',
      '[log]: not a service',
    ];
    for (const line of wanted) expect(left.filter((one) => one.startsWith(line)), line).toHaveLength(1);
    expect(left).toHaveLength(wanted.length);
  });

  it('may be JSON', () => {
    expect(importGms({}).left).toEqual([]);
    const json = JSON.stringify(readGmsSections(exported));
    expect(importGms(readGmsSections(json))).toEqual({ configuration, left });
    expect(readGmsSections('{"a": {"b": {"0800": 3}}}')).toEqual({ a: { b: '{"0800":3}' } });
  });

  it.each([
    ['hello', 'line 1 is neither'],
    ['[a]\nb', 'line 2 is neither'],
    ['a=b', 'line 1 is neither'],
    ['{"a": 1}', 'an object of sections'],
    ['{', 'JSON'],
  ])('that is none is refused: %j', (text, message) => {
    expect(() => readGmsSections(text)).toThrow(message);
  });

  it('with names of prototypes is no trap', () => {
    const hostile = '[__proto__]\npolluted=1\n[service.__proto__]\n_service=callback\n[constructor]\na=b';
    const { configuration: made } = importGms(readGmsSections(hostile));
    expect(Object.keys(made.services)).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
