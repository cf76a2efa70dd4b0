import type { Status } from '../app/status.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { stateInWords, type AgentRow, type AgentState, type EntryRow } from '../routing/state.ts';
import type { SwitchHealth } from '../switch/switch.ts';
import type { ConsoleView, WaitingEntry } from './console-view.ts';
import { html, type Html } from './html.ts';
import { instant, page, stateOf, table } from './page-parts.ts';

/** The one page: what runs, who waits, agents, the newest callbacks. */
export function consolePage(view: ConsoleView): string {
  return page(
    `Ringback ${view.site}`,
    html`${heading(view)}
      <h2>Services</h2>
      <div class="tiles">${view.status.services.map(service)}</div>
      <h2>Waiting callers</h2>
      ${waiting(view.waiting)}
      <h2>Agents</h2>
      ${agents(view.agents)}
      <h2>Callbacks</h2>
      ${callbacks(view.callbacks)}`,
  );
}

function heading({ site, simulated, status, dialogs }: ConsoleView): Html {
  const { store, switches } = status;
  return html`<header>
      <h1>Ringback</h1>
      <p>site <b>${site}</b></p>
      <p>store ${store.kind} ${health(store.ok, store.detail)}</p>
      ${switches.map(switchLine)}
      <p>dialogs ${dialogs.map((name) => html`<a href="/dialogs/${name}">${name}</a> `)}</p>
    </header>
    ${simulated.length > 0 ? html`<p class="note">Simulated: ${simulated.join(', ')}.</p>` : null}`;
}

function switchLine({ name, kind, up, detail, calls, draining }: SwitchHealth): Html {
  return html`<p>
    switch ${name} (${kind}) ${health(up, detail)}, ${calls} calls${draining ? ', being emptied' : ''}
  </p>`;
}

function health(up: boolean, detail: string): Html {
  return up ? html`<span class="good">up</span>` : html`<span class="bad">down: ${detail}</span>`;
}

function service({ service: name, waiting: who, ewt, calls }: Status['services'][number]): Html {
  return html`<div class="tile">
    ${name}<b>${wait(ewt)}</b>${who.live} on the line and ${who.callbacks} callbacks waiting, ${calls} calls
    up
  </div>`;
}

function waiting(entries: WaitingEntry[]): Html {
  const rows = entries.map(({ entry, who }, index) => [
    String(index + 1),
    instant(entry.placeAt),
    entry.kind === 'live' ? 'on the line' : html`<a href="/callbacks/${entry.id}">callback</a>`,
    entry.queue,
    who,
    doing[entry.mode],
  ]);
  return table(['Place', 'Since', 'Kind', 'Queue', 'Who', 'Now'], rows, 'Nobody is waiting.');
}

const doing: Record<EntryRow['mode'], string> = {
  waiting: 'waits for an agent',
  notify: 'waits until an agent is near',
  notified: 'is being called',
  reserved: 'an agent is reserved',
  held: 'keeps the place between attempts',
  talking: 'talks',
};

function agents(rows: AgentRow[]): Html {
  return table(
    ['Agent', 'Name', 'State', 'Since'],
    rows.map((row) => [row.id, row.name, agentState(row), instant(row.since)]),
    'No agents are configured.',
  );
}

function agentState({ state, reason, afterCall }: AgentRow): Html {
  const tones: Partial<Record<AgentState, string>> = {
    ready: 'good',
    'not-ready': 'bad',
    'logged-out': 'quiet',
  };
  const later = afterCall ? `, then ${stateInWords(afterCall)}` : '';
  return html`<span class="${tones[state] ?? 'busy'}">${stateInWords({ state, reason })}${later}</span>`;
}

function callbacks(records: CallbackRecord[]): Html {
  const rows = records.map((record) => [
    instant(record.createdAt),
    record.customerNumber,
    record.service,
    stateOf(record),
    `${record.attempts.length}${record.lastDialResult ? ` (${record.lastDialResult})` : ''}`,
    record.why,
    html`<a href="/callbacks/${record.id}">story</a>`,
  ]);
  const heads = ['Asked for', 'Number', 'Service', 'State', 'Attempts', 'Why', ''];
  return table(heads, rows, 'No callbacks yet.');
}

function wait(seconds: number): string {
  if (seconds < 0) return 'no agent';
  return seconds < 60 ? `${Math.round(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
