import { askNumber } from '../../app/never-called.ts';
import { dialable, type NumberOffice } from '../../app/number-rules.ts';
import type { App } from '../../app/ports.ts';
import type { Configuration } from '../../callback/configuration.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { DialRequest } from '../../switch/switch.ts';
import { objectOf, textOf } from '../module.ts';

/** Where a call is sent. */
export type Destination =
  | { kind: 'stop' }
  | { kind: 'hangup' }
  | { kind: 'agent'; agent: string; phone: string }
  | { kind: 'number'; number: string }
  | { kind: 'refused'; error: 'invaliddestination'; description: string };

const byAddress = 'by address';
const asAgent = 'agent';

/** ORS route types; each is its own name, so that a journal can be read. What each comes to here, or why it does not. */
export const routeTypes: Record<
  string,
  typeof byAddress | typeof asAgent | 'stop' | 'hangup' | { not: string }
> = {
  RouteTypeUnknown: byAddress,
  RouteTypeDefault: byAddress,
  RouteTypeLabel: { not: 'labels belong to the routing of a network' },
  // The number that is rung is the one the far end sees as dialled, whatever the type.
  RouteTypeOverwriteDNIS: byAddress,
  RouteTypeDDD: byAddress,
  RouteTypeIDDD: byAddress,
  RouteTypeDirect: byAddress,
  RouteTypeReject: 'stop',
  RouteTypeAnnouncement: { not: 'announcements are dialog:play' },
  RouteTypePostFeature: { not: 'there are no post features' },
  RouteTypeGetFromDN: { not: 'no DN of a switch is configured here' },
  RouteTypeDirectAgent: asAgent,
  // A trunk rings nobody sooner: priority counts in the queue.
  RouteTypePriority: byAddress,
  RouteTypeDirectPriority: byAddress,
  RouteTypeAgentID: asAgent,
  RouteTypeCallDisconnect: 'hangup',
};

/** ORS: what `to` and `type` of a redirect mean here. Never throws; what is not possible is `refused` with its reason. */
export function destinationOf(attributes: JsonObject, service: string, office: NumberOffice): Destination {
  const type = textOf(attributes, 'type');
  const route = type === '' ? byAddress : Object.hasOwn(routeTypes, type) ? routeTypes[type] : undefined;
  if (route === undefined) return refused(`there is no route type "${type.slice(0, 50)}"`);
  if (typeof route === 'object') return refused(`${type} is not possible: ${route.not}`);
  if (route === 'stop' || route === 'hangup') return { kind: route };
  return addressed(attributes['to'] ?? null, { service, office, asAgent: route === asAgent });
}

/** Whom to ring for an address, as the switch takes it; or why nobody, in words. */
export function farEndOf(to: Json, service: string, office: NumberOffice): DialRequest['to'] | string {
  const destination = addressed(to, { service, office, asAgent: false });
  if (destination.kind === 'agent') return { kind: 'phone', phone: destination.phone };
  if (destination.kind === 'number') return { kind: 'number', number: destination.number };
  return destination.kind === 'refused' ? destination.description : 'there is nobody to ring';
}

/** The same; who may know that a number is never to be called is asked. */
export async function askFarEnd(to: Json, service: string, app: App): Promise<DialRequest['to'] | string> {
  const end = farEndOf(to, service, app);
  if (typeof end === 'string' || end.kind !== 'number') return end;
  const asked = await askNumber(app, service, end.number);
  return asked.kind === 'free' ? end : asked.why;
}

/** Whom an address such as `9001@switch.DN`, an agent's id or a resource object of the queue names. */
function addressed(
  to: Json,
  { service, office, asAgent: wantsAgent }: { service: string; office: NumberOffice; asAgent: boolean },
): Destination {
  if (to === '__STOP__') return { kind: 'stop' };
  const resource = objectOf({ to }, 'to');
  const [agent, phone] = [textOf(resource, 'agent'), textOf(resource, 'phone')];
  if (agent && phone) return { kind: 'agent', agent, phone };
  const written = typeof to === 'string' || typeof to === 'number' ? String(to) : addressOf(resource);
  const [, name = '', kind = ''] = /^([^@]*)(?:@(?:.*\.)?(\w+)?)?$/s.exec(written.trim()) ?? [];
  if (name === '') return refused('there is no destination');
  const found = agentAt(office.config(), name, kind);
  if (found) return { kind: 'agent', agent: found.id, phone: found.phone };
  if (wantsAgent || ['A', 'AP'].includes(kind)) return refused(`there is no agent "${name.slice(0, 50)}"`);
  if (['GA', 'GP', 'Q', 'GQ', 'GC', 'C'].includes(kind))
    return refused(`a group or queue is no destination: queue:submit chooses one of "${name.slice(0, 50)}"`);
  const checked = dialable(office, service, name);
  return checked.ok ? { kind: 'number', number: checked.number } : refused(checked.why);
}

/** ORS resource objects: agent, place or DN, whichever is there. */
function addressOf(resource: JsonObject): string {
  const [agent, place, id] = ['agent', 'place', 'id'].map((key) => textOf(resource, key));
  if (agent) return `${agent}@.A`;
  return place ? `${place}@.AP` : textOf(resource, 'dn') || id || '';
}

/** An agent by id, by place, or by the number of the phone. */
function agentAt(
  { agents }: Configuration,
  name: string,
  kind: string,
): Configuration['agents'][number] | undefined {
  if (kind === 'AP') return agents.find((one) => one.place === name);
  const number = (phone: string): string => phone.slice(phone.lastIndexOf('/') + 1);
  return agents.find((one) => one.id === name) ?? agents.find((one) => number(one.phone) === name);
}

function refused(description: string): Destination {
  return { kind: 'refused', error: 'invaliddestination', description };
}
