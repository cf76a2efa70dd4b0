import type { CallbackRecord } from '../callback/record.ts';
import { html, type Html } from './html.ts';

/** A whole page around its main part. */
export function page(title: string, main: Html): string {
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
        <p id="live" class="quiet" role="status"></p>
        <main>${main}</main>
      </body>
    </html>`.text;
}

/** A table, or `empty` when it has no rows. */
export function table(heads: string[], rows: (string | Html)[][], empty: string): Html {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** An instant (epoch ms) to the second, UTC. */
export function instant(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}Z</time>`;
}

/** A callback's state and reason, in the colour of how it went. */
export function stateOf(record: CallbackRecord): Html {
  return html`<span class="${tone(record)}"
    >${record.state}${record.reason ? ` ${record.reason}` : ''}</span
  >`;
}

function tone(record: CallbackRecord): string {
  if (record.state !== 'COMPLETED') return 'busy';
  return record.reason === 'AGENT_CONNECTED' ? 'good' : record.reason === 'CANCELLED' ? 'quiet' : 'bad';
}
