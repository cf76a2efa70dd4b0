import type { JsonObject } from '../../core/json.ts';
import type { ElementNode } from '../../scxml/step.ts';
import type { PlaySegment, SwitchCall } from '../../switch/switch.ts';
import { flagOf, numberOf, textOf, type Tools } from '../module.ts';
import type { Treatment } from '../running-treatments.ts';
import { KeyInput, keyRulesOf, type Keys } from './collect-keys.ts';
import { askFarEnd } from './ixn-destination.ts';

/** What came of a treatment: what its event tells, or an error code of ORS and a sentence. */
export type Treated =
  { kind: 'done'; data: JsonObject } | { kind: 'failed'; error: string; description: string };

/** Where a treatment is played. */
export interface Stage {
  call: SwitchCall;
  tools: Tools;
  treatment: Treatment;
  /** Whose number rules and language count. */
  service: string;
}

const REMOTE_RING_S = 45;

/** Tones that FreeSWITCH makes; North American cadence. */
export const tones = {
  ringback: 'tone_stream://%(2000,4000,440,480);loops=-1',
  busy: 'tone_stream://%(500,500,480,620);loops=-1',
  fastbusy: 'tone_stream://%(250,250,480,620);loops=-1',
};

/** Plays one of the treatments of `dialog` to its end. Never throws for what a document or a caller does. */
export function treat(stage: Stage, node: ElementNode): Promise<Treated> {
  switch (node.name) {
    case 'play':
      return playPrompts(stage, node);
    case 'playsound':
      return playSound(stage, node.attributes);
    case 'collect':
    case 'playandcollect':
      return collect(stage, node);
    case 'playandverify':
      return verify(stage, node);
    case 'pause':
      return pause(stage, node.attributes);
    case 'remote':
      return remote(stage, node.attributes);
    default:
      return Promise.resolve(failed('invalidattribute', `"${node.name}" is no treatment`));
  }
}

async function playPrompts(stage: Stage, node: ElementNode): Promise<Treated> {
  const segments = await segmentsOf(stage, node);
  if (segments.length === 0) return failed('invalidattribute', 'there is nothing to play');
  return played(stage, segments, null);
}

function playSound(stage: Stage, attributes: JsonObject): Promise<Treated> {
  const type = textOf(attributes, 'type').toLowerCase() || 'music';
  const resource = textOf(attributes, 'resource');
  const durationMs = numberOf(attributes, 'duration', 0) * 1000;
  const tone = Object.entries(tones).find(([name]) => name === type)?.[1];
  const segment: PlaySegment | null =
    type === 'music'
      ? { kind: 'music', name: resource || 'default' }
      : type === 'silence'
        ? { kind: 'silence', ms: durationMs || 1_000 }
        : tone !== undefined
          ? { kind: 'file', path: tone }
          : resource
            ? { kind: 'file', path: resource }
            : null;
  if (!segment) {
    const description = `a sound of type "${type.slice(0, 50)}" needs a resource`;
    return Promise.resolve(failed('invalidattribute', description));
  }
  return played(stage, [segment], type === 'silence' || durationMs <= 0 ? null : durationMs);
}

/** The first thing that is played answers the call. */
async function played(
  { call, tools, treatment }: Stage,
  segments: PlaySegment[],
  durationMs: number | null,
): Promise<Treated> {
  const { clock } = tools.app;
  await call.answer();
  const playback = call.play(segments);
  treatment.onStop(() => playback.stop());
  const limit = { over: false };
  const timer =
    durationMs === null
      ? null
      : clock.at(clock.now() + durationMs, () => {
          limit.over = true;
          void playback.stop();
        });
  const outcome = await playback.done;
  timer?.cancel();
  if (treatment.stopped) return failed('cancelled', 'it was stopped');
  if (outcome.kind === 'call-ended') return callEnded();
  if (outcome.kind === 'missing') return failed('remote', `the switch has no "${outcome.what}"`);
  return { kind: 'done', data: { outcome: limit.over ? 'played' : outcome.kind } };
}

async function collect(stage: Stage, node: ElementNode): Promise<Treated> {
  const keys = await askKeys(stage, node);
  return 'kind' in keys ? keys : resultOf(keys, { digits: keys.digits });
}

/** T-Library, VerifyDigits: the caller has so many attempts to press what is wanted. */
async function verify(stage: Stage, node: ElementNode): Promise<Treated> {
  const input = inputOf(node);
  const wanted = textOf(input, 'verify_digits');
  if (wanted === '') return failed('invalidattribute', 'verify_digits says what the caller is to press');
  const attempts = Math.min(10, Math.max(1, numberOf(input, 'attempts', 1)));
  for (let attempt = 1; ; attempt++) {
    const keys = await askKeys(stage, node);
    if ('kind' in keys) return keys;
    const { digits, end } = keys;
    const data = { digits, attempts: attempt, result: digits === wanted ? 'success' : 'failure' };
    if (digits === wanted || attempt >= attempts || !['complete', 'timeout'].includes(end))
      return end === 'timeout' ? { kind: 'done', data } : resultOf(keys, data);
  }
}

async function askKeys(
  stage: Stage,
  node: ElementNode,
): Promise<Keys | Extract<Treated, { kind: 'failed' }>> {
  const { call, tools, treatment } = stage;
  const segments = node.name === 'collect' ? [] : await segmentsOf(stage, node);
  await call.answer();
  const playback = segments.length > 0 ? call.play(segments) : null;
  const rules = keyRulesOf(inputOf(node));
  const keys = new KeyInput(call, { rules, clock: tools.app.clock, treatment }, () => {
    if (interrupts(node)) void playback?.stop();
  });
  treatment.onStop(() => playback?.stop());
  const prompt: { missing: string | null } = { missing: null };
  void playback?.done.then((outcome) => {
    if (outcome.kind !== 'missing') return keys.begin();
    prompt.missing = outcome.what;
    keys.giveUp();
  });
  if (!playback) keys.begin();
  const result = await keys.done;
  await playback?.stop();
  return prompt.missing === null ? result : failed('remote', `the switch has no "${prompt.missing}"`);
}

function resultOf({ digits, end }: Keys, data: JsonObject): Treated {
  if (end === 'aborted' || end === 'stopped') return failed('cancelled', `it was ${end}`);
  if (end === 'call-ended') return callEnded();
  if (end === 'timeout' && digits === '') return failed('timeout', 'no key was pressed in time');
  return { kind: 'done', data };
}

async function pause({ call, tools, treatment }: Stage, attributes: JsonObject): Promise<Treated> {
  const { clock } = tools.app;
  const outcome = Promise.withResolvers<Treated>();
  const ms = Math.max(0, numberOf(attributes, 'duration', 0)) * 1000;
  const timer = clock.at(clock.now() + ms, () => outcome.resolve({ kind: 'done', data: {} }));
  treatment.onStop(() => outcome.resolve(failed('cancelled', 'it was stopped')));
  call.onEnd(() => outcome.resolve(callEnded()));
  const result = await outcome.promise;
  timer.cancel();
  return result;
}

/** ORS: the caller talks with somebody elsewhere and comes back; `default` is rung when nobody answers. */
async function remote(stage: Stage, attributes: JsonObject): Promise<Treated> {
  const { call, tools, treatment, service } = stage;
  let result: Treated = failed('invaliddestination', 'there is no destination');
  for (const name of ['destination', 'default']) {
    if (attributes[name] === undefined) continue;
    const to = await askFarEnd(attributes[name], service, tools.app);
    if (typeof to === 'string') {
      result = failed('invaliddestination', to);
      continue;
    }
    await call.answer();
    const order = { timeoutS: REMOTE_RING_S, maxTimeMs: null, audio: null, variables: {} };
    const transfer = call.transfer({ kind: 'bridge', to, ...order });
    treatment.onStop(() => transfer.stop());
    const outcome = await transfer.done;
    if (outcome.kind === 'talked' && outcome.end !== 'caller')
      return { kind: 'done', data: { talked: outcome.ms } };
    if (treatment.stopped) return failed('cancelled', 'it was stopped');
    if (outcome.kind !== 'failed') return callEnded();
    result = failed('remote', outcome.cause);
  }
  return result;
}

/** What the switch of the call can play: texts become files where it does not say them itself. */
async function segmentsOf({ call, tools, service }: Stage, node: ElementNode): Promise<PlaySegment[]> {
  const { services } = tools.app.config();
  const ours = services.find(({ name }) => name === service)?.locale ?? 'en-US';
  const segments: PlaySegment[] = [];
  for (const { attributes } of promptsOf(node)) {
    const locale = textOf(attributes, 'language') || textOf(node.attributes, 'language') || ours;
    const spoken = ['text', 'number', 'digits'].map((name) => textOf(attributes, name)).find(Boolean);
    const file = ['file', 'userid', 'intid'].map((name) => textOf(attributes, name)).find(Boolean);
    if (file) segments.push(...(await tools.sounds.playable(call.switchName, { kind: 'file', url: file })));
    else if (spoken)
      segments.push(
        ...(await tools.sounds.playable(call.switchName, { kind: 'text', text: spoken, locale })),
      );
  }
  return segments;
}

function promptsOf(node: ElementNode): ElementNode[] {
  return node.children.filter(({ name }) => name === 'prompts').flatMap(({ children }) => children);
}

function interrupts(node: ElementNode): boolean {
  return promptsOf(node).every(({ attributes }) => flagOf(attributes, 'interrupt', true));
}

function inputOf(node: ElementNode): JsonObject {
  return node.children.find(({ name }) => name === 'input')?.attributes ?? {};
}

function callEnded(): Treated {
  return failed('invalidstate.null', 'the call has ended');
}

function failed(error: string, description: string): Extract<Treated, { kind: 'failed' }> {
  return { kind: 'failed', error, description };
}
