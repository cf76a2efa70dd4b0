import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';

import { afterEach, describe, expect, it } from 'vitest';

import { newInteraction } from '../../src/callback/interaction.ts';
import type { SubmitMessage } from '../../src/routing/messages.ts';
import { callback, create } from '../store/conformance/make.ts';
import { httpWorld, type World } from './http-world.ts';

const keys = { '1001': 'the-key-of-agent-1001', '1002': 'the-key-of-agent-1002' };
let world: World;
afterEach(() => world.close());

/** Someone asks for an agent and is given one, for both are ready. */
async function asks(entryId: string, fields: Partial<SubmitMessage> = {}): Promise<void> {
  await world.router.send({
    type: 'submit',
    id: `submit ${entryId}`,
    entryId,
    queue: 'classic',
    sessionId: 's',
    actionId: `a ${entryId}`,
    requestId: 'r',
    kind: 'live',
    priority: 0,
    placeAt: world.clock.now() - 42_000,
    target: '1001',
    mode: 'waiting',
    reserveMs: 30_000,
    timeoutMs: null,
    ...fields,
  });
}

async function caller(id: string, userData: Record<string, string> = {}): Promise<void> {
  await world.store.interactions.add(
    newInteraction(
      {
        id,
        direction: 'inbound',
        party: 'caller',
        switchName: 'memory',
        from: '+14155550142',
        to: '8000',
        service: 'classic',
        userData,
        sessionId: null,
        callbackId: null,
      },
      world.clock.now(),
    ),
  );
}

describe("an agent's own key", () => {
  it('opens what is its own, by id or as "me"', async () => {
    world = await httpWorld({ agentKeys: keys });
    for (const id of ['1001', 'me']) {
      const answer = await world.api.get(`/api/v1/agents/${id}`).set('X-API-Key', keys['1001']).expect(200);
      expect(answer.body).toMatchObject({ id: '1001', name: 'Ada', state: 'ready', call: null, last: null });
    }
    await world.api.get('/api/v1/agents/me').auth('anything', keys['1001']).expect(200);
  });

  it.each(['get', 'post'] as const)("does not open another agent's (%s)", async (method) => {
    world = await httpWorld({ agentKeys: keys });
    await world.api[method]('/api/v1/agents/1002')
      .set('Authorization', `Bearer ${keys['1001']}`)
      .expect(403, /NOT_AUTHORISED/);
    expect(world.router.agent('1002')?.agent.state).toBe('ready');
  });

  it.each(['/api/v1/agents', '/api/v1/status', '/api/v1/callbacks', '/genesys/1/service/callback'])(
    'does not open %s',
    async (path) => {
      world = await httpWorld({ agentKeys: keys, access: { keys: { admin: 'the-key-of-the-admin' } } });
      await world.api.get(path).set('X-API-Key', keys['1001']).expect(401);
      await world.api.get('/api/v1/agents/1002').set('X-API-Key', 'the-key-of-the-admin').expect(200);
    },
  );

  it('does not act for a page of another site, when a browser sends it by itself', async () => {
    world = await httpWorld({ agentKeys: keys, access: { keys: { admin: 'the-key-of-the-admin' } } });
    await world.api
      .post('/api/v1/agents/1001')
      .auth('1001', keys['1001'])
      .set('Origin', 'https://evil.example')
      .send({ state: 'logged-out' })
      .expect(401);
    expect(world.router.agent('1001')?.agent.state).toBe('ready');
  });

  it('is not written into the routing journal', async () => {
    world = await httpWorld({ agentKeys: keys });
    expect(JSON.stringify(await world.store.routing.journal(0, 100))).not.toContain(keys['1001']);
  });
});

describe('a reason for being not ready', () => {
  it("is a usual one, or the site's own", async () => {
    world = await httpWorld({ agentRules: { reasons: ['Lunch', 'Coaching'] } });
    for (const reason of ['Lunch', 'Coaching'])
      await world.api.post('/api/v1/agents/1001').send({ state: 'not-ready', reason }).expect(200);
    const { body } = await world.api
      .post('/api/v1/agents/1001')
      .send({ state: 'not-ready', reason: 'Coachin' });
    expect(body.message).toContain('there is no reason "Coachin" (did you mean "Coaching"?)');
  });

  it("is never RONA, which is the router's word", async () => {
    world = await httpWorld();
    await world.api.post('/api/v1/agents/1001').send({ state: 'not-ready', reason: 'RONA' }).expect(400);
  });
});

describe('who is offered', () => {
  it('comes with what is known of a live caller', async () => {
    world = await httpWorld({ agentKeys: keys });
    await caller('call-1', {
      First_Name: 'Grace',
      'last-name': 'Hopper',
      Subject: 'Invoice',
      CustomerID: '77',
    });
    await asks('call-1');
    const { body } = await world.api.get('/api/v1/agents/me').set('X-API-Key', keys['1001']);
    expect(body).toMatchObject({
      state: 'reserved',
      call: {
        kind: 'live',
        phone: '+14155550142',
        firstName: 'Grace',
        lastName: 'Hopper',
        subject: 'Invoice',
        customerId: '77',
        language: 'en-US',
        attempt: 0,
        originalWaitS: 42,
        earlierCallbacks: [],
      },
    });
  });

  it('comes with the attempt and the earlier callbacks of the number', async () => {
    world = await httpWorld({ agentKeys: keys });
    await world.store.callbacks.create(
      create(callback('before', { state: 'COMPLETED', reason: 'CANCELLED' })),
    );
    await world.store.callbacks.create(create(callback('now', { userData: { language: 'de' } })));
    await asks('now', { kind: 'callback' });
    const { body } = await world.api.get('/api/v1/agents/me').set('X-API-Key', keys['1001']);
    expect(body.call).toMatchObject({
      id: 'now',
      kind: 'callback',
      language: 'de',
      earlierCallbacks: [{ state: 'COMPLETED', reason: 'CANCELLED' }],
    });
  });
});

describe('a disposition code', () => {
  it('hangs on the callback that was talked about, during the call and after it', async () => {
    world = await httpWorld({ agentRules: { dispositions: ['Solved', 'Call again'] } });
    await world.store.callbacks.create(create(callback('one')));
    await asks('one', { kind: 'callback' });
    await world.router.send({ type: 'connected', id: 'c', entryId: 'one' });
    const dispose = (code: string) => world.api.post('/api/v1/agents/1001/disposition').send({ code });
    await dispose('Call again').expect(204);
    await world.router.send({ type: 'release', id: 'e', entryId: 'one', reason: 'ended' });
    expect((await world.store.callbacks.get('one'))?.userData['DispositionCode']).toBe('Call again');
    await dispose('Solved').expect(204);
    expect((await world.store.callbacks.get('one'))?.userData['DispositionCode']).toBe('Solved');
    await dispose('Solvd').expect(400, /did you mean \\"Solved\\"/);
  });

  it('hangs on a live call', async () => {
    world = await httpWorld();
    await caller('call-1');
    await asks('call-1');
    await world.router.send({ type: 'connected', id: 'c', entryId: 'call-1' });
    await world.api.post('/api/v1/agents/1001/disposition').send({ code: 'Solved' }).expect(204);
    expect((await world.store.interactions.get('call-1'))?.userData).toEqual({ DispositionCode: 'Solved' });
  });

  it('is refused when there was no conversation', async () => {
    world = await httpWorld();
    await world.api
      .post('/api/v1/agents/1001/disposition')
      .send({ code: 'Solved' })
      .expect(400, /has not talked/);
  });
});

describe('a callback that the agent looks at before it is dialled', () => {
  const answer = (body: object, key = keys['1001']) =>
    world.api.post('/api/v1/agents/me/preview').set('X-API-Key', key).send(body);

  async function looking(rejectable = true): Promise<void> {
    world = await httpWorld({ agentKeys: keys });
    await world.store.callbacks.create(create(callback('one', { userData: { subject: 'Invoice' } })));
    await asks('one', { kind: 'callback' });
    const rules = { rejectable, notReady: null, timeoutMs: 30_000 };
    const action = { sessionId: 's', actionId: 'preview', requestId: 'r' };
    await world.router.send({ type: 'preview', id: 'p', entryId: 'one', ...action, ...rules });
  }

  it('is shown with all that is known, and answered once', async () => {
    await looking();
    const { body } = await world.api.get('/api/v1/agents/me').set('X-API-Key', keys['1001']);
    expect(body).toMatchObject({ preview: { rejectable: true }, call: { subject: 'Invoice', attempt: 1 } });
    const taken = await answer({ answer: 'accept', call: 'one' }).expect(200);
    expect(taken.body).toMatchObject({ state: 'reserved', preview: null });
    await answer({ answer: 'accept' }).expect(409, /PREVIEW_REFUSED/);
  });

  it.each([
    [{ answer: 'perhaps' }, 400],
    [{}, 400],
    [{ answer: 'later' }, 400],
    [{ answer: 'later', minutes: 0 }, 400],
    [{ answer: 'later', minutes: 1.5 }, 400],
    [{ answer: 'later', minutes: 20_000 }, 400],
    [{ answer: 'accept', call: 'another' }, 409],
    [{ answer: 'reject' }, 409],
  ])('is not answered by %j', async (body, status) => {
    await looking(false);
    await answer(body).expect(status);
    expect(world.router.agent('1001')?.entry?.preview).toMatchObject({ rejectable: false });
  });

  it("is nobody's who does not look at it", async () => {
    await looking();
    await answer({ answer: 'accept' }, keys['1002']).expect(409, /PREVIEW_REFUSED/);
    const other = world.api.post('/api/v1/agents/1001/preview').set('X-API-Key', keys['1002']);
    await other.send({ answer: 'reject' }).expect(403);
  });

  it('is an event of its own', async () => {
    await looking();
    const desk = await Desk.open(world, keys['1001']);
    await desk.has('preview reserved');
    await answer({ answer: 'later', minutes: 30 }).expect(200);
    await desk.has('state ready');
  });
});

describe('another medium', () => {
  it('takes a slot and gives it back, with the key of the agent', async () => {
    world = await httpWorld({ agentKeys: keys, media: { chat: { slots: 1, besideCalls: 0 } } });
    const take = (slot: string) =>
      world.api.post('/api/v1/agents/me/media').set('X-API-Key', keys['1001']).send({ slot, medium: 'chat' });
    expect((await take('chat-1').expect(200)).body.media).toEqual({ 'chat-1': 'chat' });
    await take('chat-2').expect(409, /MEDIUM_REFUSED/);
    await take('__proto__').expect(400, /BAD_REQUEST/);
    await world.api.delete('/api/v1/agents/me/media/chat-1').set('X-API-Key', keys['1001']).expect(204);
    await take('chat-2').expect(200);
  });
});

describe('the events of an agent', () => {
  it('tell how the agent stands and every change, in order', async () => {
    world = await httpWorld({ agentKeys: keys });
    await caller('call-1', { first_name: 'Grace' });
    const desk = await Desk.open(world, keys['1001']);
    await desk.has('state ready');
    await asks('call-1');
    await world.router.send({ type: 'connected', id: 'c', entryId: 'call-1' });
    await world.router.send({ type: 'release', id: 'e', entryId: 'call-1', reason: 'ended' });
    await desk.has('state after-call-work');
    expect(desk.events).toEqual([
      'state ready',
      'offer reserved Grace',
      'call busy Grace',
      'state after-call-work',
    ]);
    desk.close();
  });

  it("say nothing of other agents' calls", async () => {
    world = await httpWorld({ agentKeys: keys });
    const desk = await Desk.open(world, keys['1002']);
    await desk.has('state ready');
    await asks('call-1');
    await world.router.send({ type: 'agent', id: 'a', agentId: '1002', to: 'not-ready', reason: 'Lunch' });
    await desk.has('state not-ready');
    expect(desk.events).toEqual(['state ready', 'state not-ready']);
    desk.close();
  });
});

/** Somebody's desk, at the other end of a real socket. */
class Desk {
  readonly events: string[] = [];
  readonly #stop = new AbortController();
  #waiting: (() => void)[] = [];

  static async open({ http }: World, key: string): Promise<Desk> {
    const desk = new Desk();
    const server = createServer(http).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { signal } = desk.#stop;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/agents/me/events`, {
      headers: { 'X-API-Key': key },
      signal,
    });
    signal.addEventListener('abort', () => server.close());
    void desk.#read(answer).catch(() => undefined);
    return desk;
  }

  async has(event: string): Promise<void> {
    while (!this.events.includes(event)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(answer: Response): Promise<void> {
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (!name || !data) continue;
        const view = JSON.parse(data) as { state: string; call: { firstName: string } | null };
        this.events.push([name, view.state, view.call?.firstName].filter(Boolean).join(' '));
      }
      this.#waiting.splice(0).forEach((resolve) => resolve());
    }
  }
}
