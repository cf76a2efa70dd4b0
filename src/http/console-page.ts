import type { AgentState } from '../routing/state.ts';
import type { CallbackRecord } from '../callback/record.ts';
import type { Story } from '../report/story.ts';
import type { SwitchHealth } from '../switch/switch.ts';
import { html, type Html } from './html.ts';

/** What the console shows. Instants are epoch ms. */
export interface ConsoleView {
  site: string;
  now: number;
  store: string;
  switches: SwitchHealth[];
  /** What is simulated, in words; empty when everything is real. */
  simulated: string[];
  services: { name: string; waiting: number; ewtS: number; callsUp: number }[];
  waiting: { id: string; kind: 'live' | 'callback'; queue: string; placeAt: number; mode: string; who: string }[];
  agents: { id: string; name: string; state: AgentState; reason: string | null; since: number }[];
  callbacks: CallbackRecord[];
}

/** The one page: what runs, who waits, agents, the newest callbacks. */
export function consolePage(view: ConsoleView): string {
  return page(
    `Ringback ${view.site}`,
    html`<header>
        <h1>Ringback</h1>
        <p>site <b>${view.site}</b></p>
        <p>store ${view.store}</p>
        ${view.switches.map((one) => html`<p>switch ${one.name} (${one.kind}) <span class="${one.up ? 'good' : 'bad'}">${one.up ? 'up' : `down: ${one.detail}`}</span>, ${one.calls} calls</p>`)}
        <p id="live" class="quiet"></p>
      </header>
      ${view.simulated.length > 0 ? html`<p class="note">Simulated: ${view.simulated.join(', ')}.</p>` : null}
      <h2>Services</h2>
      <div class="tiles">
        ${view.services.map((service) => html`<div class="tile">${service.name}<b>${wait(service.ewtS)}</b>${service.waiting} waiting, ${service.callsUp} calls up</div>`)}
      </div>
      <h2>Waiting callers</h2>
      ${table(
        ['Place', 'Since', 'Kind', 'Queue', 'Who', 'State'],
        view.waiting.map((entry, index) => [
          String(index + 1),
          time(entry.placeAt),
          entry.kind === 'live' ? 'on the line' : 'callback',
          entry.queue,
          entry.who,
          entry.mode,
        ]),
        'Nobody is waiting.',
      )}
      <h2>Agents</h2>
      ${table(
        ['Agent', 'Name', 'State', 'Since'],
        view.agents.map((agent) => [agent.id, agent.name, agentState(agent.state, agent.reason), time(agent.since)]),
        'No agents are configured.',
      )}
      <h2>Callbacks</h2>
      ${table(
        ['Asked for', 'Number', 'Service', 'State', 'Attempts', 'Why', ''],
        view.callbacks.map((record) => [
          time(record.createdAt),
          record.customerNumber,
          record.service,
          html`<span class="${tone(record)}">${record.state}${record.reason ? ` ${record.reason}` : ''}</span>`,
          `${record.attempts.length}${record.lastDialResult ? ` (${record.lastDialResult})` : ''}`,
          record.why,
          html`<a href="/callbacks/${record.id}">story</a>`,
        ]),
        'No callbacks yet. Try: npx ringback call 8000 --keys "1 1"',
      )}`,
  );
}

/** The story of one callback. */
export function storyPage(story: Story): string {
  const record = story.callback;
  const title = record ? `Callback of ${record.customerNumber}` : 'Session';
  return page(
    title,
    html`<header>
        <h1><a href="/">Ringback</a></h1>
        <p>${title}</p>
        ${record ? html`<p class="${tone(record)}">${record.state} ${record.reason ?? ''}</p>` : null}
        <p id="live" class="quiet"></p>
      </header>
      ${record ? html`<p>${record.why}</p>` : null}
      <h2>Attempts</h2>
      ${table(
        ['No.', 'Started', 'Ended', 'Result', 'Detail'],
        (record?.attempts ?? []).map((attempt) => [
          String(attempt.number),
          time(attempt.startedAt),
          attempt.endedAt === null ? '' : time(attempt.endedAt),
          attempt.result ?? 'under way',
          attempt.detail ?? '',
        ]),
        'The customer has not been called yet.',
      )}
      <h2>What happened</h2>
      ${table(
        ['Time', 'Strategy', 'Event', 'State', 'Did', 'Because'],
        story.lines.map((line) => [
          time(line.at),
          line.strategy,
          line.event || 'begins',
          line.states.join(' > '),
          line.actions.join(', '),
          line.reason,
        ]),
        'Nothing is on the record.',
      )}`,
  );
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/console.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/console.js"></script>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.text;
}

function table(heads: string[], rows: (string | Html)[][], empty: string): Html {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

function wait(seconds: number): string {
  if (seconds < 0) return 'no agent';
  return seconds < 60 ? `${Math.round(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function agentState(state: AgentState, reason: string | null): Html {
  const tones: Partial<Record<AgentState, string>> = { ready: 'good', 'not-ready': 'bad', 'logged-out': 'quiet' };
  return html`<span class="${tones[state] ?? 'busy'}">${state}${reason ? ` (${reason})` : ''}</span>`;
}

function tone(record: CallbackRecord): string {
  if (record.state !== 'COMPLETED') return 'busy';
  return record.reason === 'AGENT_CONNECTED' ? 'good' : record.reason === 'CANCELLED' ? 'quiet' : 'bad';
}
