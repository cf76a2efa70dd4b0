import type { DialogView, PreviewSound } from './dialog-preview.ts';
import { Html, html } from './html.ts';

/** A dialog to look at, to hear and to walk through. */
export function previewPage(view: DialogView): string {
  const { dialog, locale } = view;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${dialog} – Ringback</title>
        <link rel="stylesheet" href="/preview.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/preview.js"></script>
      </head>
      <body data-dialog="${dialog}" data-locale="${locale}">
        ${heading(view)}
        <main>
          <section class="card graph" aria-label="Graph">
            <div class="canvas">${new Html(view.svg)}</div>
          </section>
          <section class="card phone" aria-label="Telephone">${phone(view)}</section>
          <section class="card prompts" aria-labelledby="prompts-title">
            <h2 id="prompts-title">Prompts</h2>
            <p class="quiet">As callers hear them, with values for an example.</p>
            <ul>
              ${view.prompts.map((prompt) => promptRow(prompt, locale))}
            </ul>
          </section>
        </main>
      </body>
    </html>`.text;
}

function heading({ dialog, dialogs, locale, locales }: DialogView): Html {
  return html`<header>
    <a class="home" href="/">Ringback</a>
    <nav aria-label="Dialogs">
      ${dialogs.map((name) => link(`/dialogs/${name}?locale=${locale}`, name, name === dialog))}
    </nav>
    <nav aria-label="Languages">
      ${locales.map((one) => link(`/dialogs/${dialog}?locale=${one}`, one, one === locale))}
    </nav>
  </header>`;
}

function link(address: string, text: string, current: boolean): Html {
  return current
    ? html`<a href="${address}" aria-current="page">${text}</a>`
    : html`<a href="${address}">${text}</a>`;
}

function phone({ values }: DialogView): Html {
  return html`<h2>Walk through it</h2>
    <form id="given">
      <label>Wait <input name="wait" value="6m" size="4" autocomplete="off" /></label>
      <label>Place <input name="position" type="number" min="1" value="4" /></label>
      <label>Caller <input name="caller" value="+12025550143" size="13" autocomplete="off" /></label>
      <label
        >Open
        <input
          name="hours"
          placeholder="always"
          size="16"
          autocomplete="off"
          title="Mon-Fri 08:00-18:00, UTC"
      /></label>
      <label><input name="booked" type="checkbox" /> has a callback</label>
      ${values.map((name) => html`<label><input name="value" value="${name}" type="checkbox" /> ${name}</label>`)}
    </form>
    <ol id="talk" aria-live="polite"></ol>
    <output id="entry"></output>
    <div class="pad">
      ${Array.from('123456789*0#', (key) => html`<button type="button" data-key="${key}">${key}</button>`)}
    </div>
    <div class="actions">
      <button type="button" data-key="nothing">Press nothing</button>
      <button type="button" data-key="code">Key the code</button>
      <button type="button" data-key="hangup">Hang up</button>
      <button type="button" id="again">Start over</button>
    </div>
    <label class="sound"><input id="aloud" type="checkbox" /> play what is said</label>
    <details>
      <summary>This walk as a test</summary>
      <pre id="test" tabindex="0"></pre>
    </details>`;
}

function promptRow(prompt: DialogView['prompts'][number], locale: string): Html {
  const borrowed = prompt.locale === locale ? null : html` <span class="tag">${prompt.locale}</span>`;
  return html`<li id="prompt-${prompt.name}">
    <button
      type="button"
      class="play"
      data-sounds="${JSON.stringify(prompt.sounds)}"
      data-locale="${prompt.locale}"
      aria-label="Play ${prompt.name}"
    >
      ▶
    </button>
    <div><b>${prompt.name}</b>${borrowed}${recorded(prompt.sounds)}<br />${wordsOf(prompt.sounds)}</div>
  </li>`;
}

function recorded(sounds: PreviewSound[]): Html | null {
  return sounds.some(({ recording }) => recording !== null) ? html` <span class="tag">recorded</span>` : null;
}

function wordsOf(sounds: PreviewSound[]): string {
  return sounds.map(({ text }) => text).join(' ');
}
