import type { App } from '../app/ports.ts';
import { status, type Status } from '../app/status.ts';
import type { ServiceConfiguration } from '../callback/configuration.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { byPlace } from '../routing/order.ts';
import type { AgentRow, EntryRow } from '../routing/state.ts';
import { shown } from './shown.ts';

/** What the console shows, as of one moment. */
export interface ConsoleView {
  site: string;
  status: Status;
  /** What is simulated, in words; empty when everything is real. */
  simulated: string[];
  /** In the order in which they are served. */
  waiting: WaitingEntry[];
  agents: AgentRow[];
  /** Of the services, to be looked at. */
  dialogs: string[];
  /** The newest. */
  callbacks: CallbackRecord[];
}

export interface WaitingEntry {
  entry: EntryRow;
  /** Calling number, or the number to call back. */
  who: string;
}

const CALLBACKS = 50;
const WAITING = 100;

/** @throws STORE_DOWN */
export async function consoleView(app: App, simulated: string[]): Promise<ConsoleView> {
  const [now, routing, calls, page] = await Promise.all([
    status(app),
    app.store.routing.load(),
    app.store.interactions.live(),
    app.store.callbacks.find({ limit: CALLBACKS }),
  ]);
  const callers = new Map(calls.map((call) => [call.id, call.from || 'number withheld']));
  const entries = routing.entries.filter((entry) => entry.mode !== 'talking').sort(byPlace);
  const waiting = entries.slice(0, WAITING).map(async (entry) => {
    const called = entry.kind === 'callback' ? await app.store.callbacks.get(entry.id) : null;
    return { entry, who: called?.customerNumber ?? callers.get(entry.id) ?? '' };
  });
  return {
    site: app.config().site,
    status: now,
    simulated,
    waiting: await Promise.all(waiting),
    agents: routing.agents.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
    dialogs: [...new Set(app.config().services.flatMap(dialogsOf))].filter((name) => name !== ''),
    callbacks: shown(app, page.records),
  };
}

function dialogsOf(service: ServiceConfiguration): string[] {
  const { dialog, confirmDialog, voicemailDialog, previewDialog, whisperDialog } = service;
  return [dialog, confirmDialog, voicemailDialog, previewDialog, whisperDialog];
}
