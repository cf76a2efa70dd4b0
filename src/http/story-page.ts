import type { CallbackRecord } from '../callback/record.ts';
import type { Story, StoryLine } from '../report/story.ts';
import { html, type Html } from './html.ts';
import { instant, page, stateOf, table } from './page-parts.ts';

/** The story of one callback, or of one session. `chart`: where its session stands. */
export function storyPage({ callback, lines }: Story, chart: Html | null): string {
  const title = callback ? `Callback of ${callback.customerNumber}` : 'Session';
  return page(
    title,
    html`<header>
        <h1><a href="/">Ringback</a></h1>
        <p>${title}</p>
        ${callback ? html`<p>${stateOf(callback)}</p>` : null}
      </header>
      ${callback ? about(callback) : null} ${chart}
      <h2>What happened</h2>
      ${table(['Time', 'Strategy', 'Event', 'State', 'Did', 'Because'], lines.map(row), 'Nothing is on the record.')}`,
  );
}

function about(record: CallbackRecord): Html {
  const rows = record.attempts.map(({ number, startedAt, endedAt, result, detail }) => [
    String(number),
    instant(startedAt),
    endedAt === null ? '' : instant(endedAt),
    result ?? 'under way',
    detail ?? '',
  ]);
  return html`<p>
      Service ${record.service}, asked for ${instant(record.createdAt)}, place in the queue
      ${instant(record.placeAt)}.
    </p>
    <p>${record.why}</p>
    <h2>Attempts</h2>
    ${table(['No.', 'Started', 'Ended', 'Result', 'Detail'], rows, 'The customer has not been called yet.')}`;
}

function row({ at, strategy, event, states, actions, reason }: StoryLine): (string | Html)[] {
  return [instant(at), strategy, event || 'begins', states.join(' > '), actions.join(', '), reason];
}
