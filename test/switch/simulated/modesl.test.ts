import { createRequire } from 'node:module';

import { expect, test } from 'vitest';

import { simulatedWorld } from './simulated-world.ts';

/** The little of modesl, which has no types, that is used here. */
interface ModeslEvent {
  getHeader(name: string): string | undefined;
  getBody(): string;
}
interface ModeslConnection {
  on(event: string, listener: (event: ModeslEvent) => void): void;
  api(command: string, done: (event: ModeslEvent) => void): void;
  bgapi(command: string, done: (event: ModeslEvent) => void): void;
  events(format: string, names: string, done: () => void): void;
  disconnect(): void;
}
const { Connection } = createRequire(import.meta.url)('modesl') as {
  Connection: new (host: string, port: number, password: string, ready: () => void) => ModeslConnection;
};

test('an independent ESL client signs on, dials, follows the call and ends it', async () => {
  const { switch: simulated } = await simulatedWorld();
  const esl = await new Promise<ModeslConnection>((resolve, reject) => {
    const connection = new Connection('127.0.0.1', simulated.port, 'ClueCon', () => resolve(connection));
    connection.on('error', () => reject(new Error('modesl could not connect')));
  });
  const status = await new Promise<ModeslEvent>((resolve) => esl.api('status', resolve));
  expect(status.getBody()).toMatch(/^UP /);

  await new Promise<void>((resolve) => esl.events('json', 'all', resolve));
  const seen: string[] = [];
  const ended = new Promise<ModeslEvent>((resolve) => {
    esl.on('esl::event::**', (event) => {
      if (event.getHeader('Unique-ID') === 'leg') seen.push(event.getHeader('Event-Name') ?? '');
      if (event.getHeader('Event-Name') === 'CHANNEL_HANGUP_COMPLETE') resolve(event);
    });
  });
  const job = await new Promise<ModeslEvent>((resolve) =>
    esl.bgapi('originate {origination_uuid=leg}sofia/gateway/trunk/+14155550101 &park()', resolve),
  );
  expect(job.getBody()).toBe('+OK leg\n');
  esl.api('uuid_kill leg CALL_REJECTED', () => undefined);
  const end = await ended;
  expect(end.getHeader('Hangup-Cause')).toBe('CALL_REJECTED');
  expect(end.getHeader('variable_sip_hangup_disposition')).toBe('send_bye');
  expect(seen).toEqual(
    expect.arrayContaining(['CHANNEL_CREATE', 'CHANNEL_ANSWER', 'CHANNEL_PARK', 'CHANNEL_HANGUP']),
  );
  esl.disconnect();
});
