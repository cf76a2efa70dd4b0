import type { Configuration, ServiceConfiguration } from '../callback/configuration.ts';
import { answered, newInteraction } from '../callback/interaction.ts';
import { localeAmong } from '../callback/language.ts';
import { msOption, textOption } from '../callback/options.ts';
import type { InteractionRecord } from '../callback/record.ts';
import { uuidOf } from '../core/ids.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { SwitchCall } from '../switch/switch.ts';
import { musicOf } from './held-calls.ts';
import { callerHeaders } from './leg-headers.ts';
import type { App } from './ports.ts';
import { applicationOf } from './application.ts';
import { serviceNamed } from './services.ts';

/**
 * A call came under our control. A new caller on a routing point gets a session of the point's strategy; a
 * leg that we dialled is noted as answered; one that is known already (it came over from a dead node) only has
 * its session woken. A number that is no routing point is refused. `read` is its leg, where that has been read.
 *
 * @returns the call as it was known before; null for a new one
 * @throws STORE_DOWN; then nothing has been started, and hearing of the call again does it
 */
export async function callArrived(
  app: App,
  call: SwitchCall,
  read?: InteractionRecord | null,
): Promise<InteractionRecord | null> {
  const known = read === undefined ? await app.store.interactions.get(call.id) : read;
  if (known && call.direction === 'outbound') await noteAnswer(app, call, known);
  if (known && known.sessionId !== null) app.sessions.wake([known.sessionId]);
  if (!known && call.direction === 'inbound') await takeIn(app, call);
  return known;
}

async function takeIn(app: App, call: SwitchCall): Promise<void> {
  await app.refreshConfig();
  const point = app.config().routingPoints.find((one) => one.number === call.to);
  if (!point) {
    app.log.warn({ call: call.id, to: call.to }, 'a call for a number that is no routing point was refused');
    await call.reject({ cause: 'UNALLOCATED_NUMBER', reason: 'NoRoutingPoint' });
    return;
  }
  await startSession(app, call, point);
}

async function startSession(
  app: App,
  call: SwitchCall,
  point: Configuration['routingPoints'][number],
): Promise<void> {
  const service = serviceNamed(app, point.service);
  const now = app.clock.now();
  const sessionId = uuidOf('session', call.id);
  const interaction = newInteraction(
    {
      id: call.id,
      direction: 'inbound',
      party: 'caller',
      switchName: call.switchName,
      from: call.from,
      to: call.to,
      service: service.name,
      userData: { ...call.userData },
      sessionId,
      callbackId: null,
    },
    now,
  );
  const application = applicationOf(point.strategy, call);
  const row: SessionRow = {
    id: sessionId,
    seq: 0,
    status: 'running',
    strategy: application.strategy,
    setHash: await app.activeSet(),
    chartHash: '',
    callbackId: null,
    interactionId: call.id,
    params: {
      ...application.params,
      ...paramsOf(app, service, { call, routingPoint: point.number, arrivedAt: now }),
      language: localeAmong(call.userData['language'], point.language) ?? service.locale,
    },
    snapshot: null,
    startedAt: now,
    finishedAt: null,
  };
  const data = { interactionid: call.id };
  const events = ['interaction.added', 'interaction.present'].map((name) => ({
    id: uuidOf(name, call.id),
    name,
    data,
  }));
  await app.store.sessions.start({ row, events }, [interaction]);
  await call.attach({}, callerHeaders(app, interaction));
  app.sessions.wake([sessionId]);
}

/** What the strategy of a routing point is started with. `vq` and `voiceDialog`: `queue` and `dialog` are namespaces there. */
function paramsOf(
  app: App,
  service: ServiceConfiguration,
  { call, routingPoint, arrivedAt }: { call: SwitchCall; routingPoint: string; arrivedAt: number },
): SessionRow['params'] {
  return {
    interactionid: call.id,
    callerNumber: call.from,
    service: service.name,
    vq: service.queue,
    target: textOption(service.options, '_target'),
    voiceDialog: service.dialog,
    whisperDialog: service.whisperDialog,
    routingPoint,
    arrivedAt,
    music: musicOf(app, service.name),
    comfortSeconds: service.comfortEveryMs / 1000,
    reserveSeconds: msOption(service.options, '_agent_reserve_timeout') / 1000,
  };
}

async function noteAnswer(app: App, { id, switchName }: SwitchCall, known: InteractionRecord): Promise<void> {
  let leg: InteractionRecord | null = known;
  while (leg?.answeredAt === null && leg.endedAt === null) {
    const noted = answered(leg, switchName, app.clock.now());
    if ((await app.store.interactions.change(leg.version, noted, [])) === 'changed') return;
    leg = await app.store.interactions.get(id);
  }
}
