import type { Configuration } from '../report/configurations.ts';
import { Html, html } from './html.ts';

/**
 * The statechart of a session with a slider through its time. Which states are lit is up to the script of the page,
 * which finds each step as `[at, event, states]`. `picture` is markup of ours.
 */
export function chartPart(picture: string, configurations: readonly Configuration[]): Html {
  const steps = configurations.map(({ at, event, states }) => [at, event, states.join(' ')]);
  const last = String(Math.max(0, steps.length - 1));
  return html`<h2>Where it stands</h2>
    <figure id="chart" data-steps="${JSON.stringify(steps)}">
      <figcaption>
        <label>Step <input type="range" min="0" max="${last}" value="${last}" autocomplete="off" /></label>
        <output></output>
      </figcaption>
      <div class="scroll">${new Html(picture)}</div>
    </figure>`;
}
