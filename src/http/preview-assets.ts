/** Style of the preview of dialogs: the graph beside the telephone, one below the other on a narrow screen. */
export const previewCss = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --lit: #fff3c4; --accent: #b35900; --own: #0b57a4; --own-ink: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --card: #1e2227; --ink: #e8eaed; --soft: #9aa4af; --line: #363c44; --lit: #4a3a0a; --accent: #f2b04c; --own: #2f6fb3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .75rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.home { font-weight: 700; text-decoration: none; color: inherit; }
nav { display: flex; flex-wrap: wrap; gap: .25rem; }
nav:last-child { margin-left: auto; }
nav a { padding: .2rem .6rem; border-radius: 1rem; text-decoration: none; color: var(--soft); }
nav a:hover { color: var(--ink); } nav a[aria-current] { background: var(--ink); color: var(--card); }
main { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 1rem; padding: 1rem 1.25rem; max-width: 110rem; margin: 0 auto; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
.graph { padding: 0; overflow: hidden; } .canvas { overflow: auto; max-height: 82vh; padding: .5rem; }
.prompts { grid-column: 1 / -1; } h2 { font-size: 1rem; margin: 0 0 .5rem; }
.quiet { color: var(--soft); margin: 0 0 .75rem; }
.prompts ul { list-style: none; margin: 0; padding: 0; columns: 26rem; column-gap: 2rem; }
.prompts li { display: flex; gap: .75rem; break-inside: avoid; padding: .4rem 0; }
.prompts li.now { background: var(--lit); border-radius: .5rem; }
.tag { font-size: .75rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .4rem; color: var(--soft); }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--soft); } button:disabled { opacity: .35; cursor: default; }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 2px solid var(--own); outline-offset: 1px; }
.play { flex: none; width: 2.2rem; height: 2.2rem; border-radius: 50%; font-size: .8rem; }
.phone { position: sticky; top: 1rem; max-height: 84vh; overflow-y: auto; display: flex; flex-direction: column; gap: .6rem; }
form { display: flex; flex-wrap: wrap; gap: .4rem .75rem; font-size: .85rem; color: var(--soft); }
form label { display: inline-flex; gap: .3rem; align-items: center; }
input:not([type=checkbox]) { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: .35rem; padding: .1rem .35rem; }
input[type=number] { width: 3.2rem; }
#talk { list-style: none; margin: 0; padding: .25rem 0; overflow-y: auto; min-height: 9rem; max-height: 38vh; display: flex; flex-direction: column; gap: .35rem; }
#talk li { max-width: 90%; padding: .4rem .7rem; border-radius: .9rem; }
#talk .said { background: var(--page); border-bottom-left-radius: .2rem; align-self: flex-start; }
#talk .pressed { background: var(--own); color: var(--own-ink); border-bottom-right-radius: .2rem; align-self: flex-end; }
#talk .over { align-self: center; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
#talk small { color: var(--soft); display: block; }
#entry { min-height: 1.6rem; text-align: center; font: 600 1.15rem/1.6rem ui-monospace, monospace; letter-spacing: .12em; }
.pad { display: grid; grid-template-columns: repeat(3, 1fr); gap: .4rem; } .pad button { padding: .45rem 0; font-size: 1.1rem; }
.actions { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; } .actions button { padding: .3rem; font-size: .85rem; }
.sound { font-size: .85rem; color: var(--soft); } summary { cursor: pointer; color: var(--soft); font-size: .85rem; }
pre { overflow: auto; background: var(--page); border-radius: .5rem; padding: .6rem; font-size: .78rem; }
svg { font: 12px ui-sans-serif, system-ui, sans-serif; display: block; }
svg text { fill: var(--ink); } svg .note { fill: var(--soft); } svg .name { font-weight: 600; }
svg rect.box { fill: var(--page); stroke: var(--soft); } svg rect.end { stroke: var(--ink); stroke-width: 2; } svg .dot { fill: var(--ink); }
svg .arrow { fill: none; stroke: var(--soft); } svg #head path { fill: context-stroke; } svg .label { fill: var(--own); } svg .behind { fill: var(--card); opacity: .85; }
svg .lit > rect { fill: var(--lit); stroke: var(--accent); } svg .here > rect { stroke: var(--accent); stroke-width: 3; }
svg .arrow.lit { stroke: var(--accent); stroke-width: 2.5; }
@media (prefers-color-scheme: dark) { svg .label { fill: #7db7f0; } }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } .phone { position: static; max-height: none; } .canvas { max-height: 55vh; } nav:last-child { margin-left: 0; } }
`;

/** Every press walks the dialog again from its start: the server keeps nothing of it. */
export const previewJs = `
const { dialog, locale } = document.body.dataset;
const at = (id) => document.getElementById(id);
let presses = [], entry = '', walk = null, turn = 0;

function given() {
  const form = new FormData(at('given'));
  const wish = { wait: form.get('wait') || '0s', position: Number(form.get('position')) || 1, caller: form.get('caller') };
  if (form.get('hours')) wish.hours = form.get('hours');
  if (form.get('booked')) wish.callbacks = [{ number: form.get('caller') }];
  const values = form.getAll('value');
  if (values.length > 0) wish.values = Object.fromEntries(values.map((name) => [name, true]));
  return wish;
}

async function go() {
  const asked = ++turn;
  const answer = await fetch('/dialogs/' + dialog + '/walk', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ locale, given: given(), presses }),
  });
  const found = await answer.json();
  if (asked !== turn) return;
  entry = '';
  walk = answer.ok ? found : null;
  show(answer.ok ? found : { turns: [], test: '', refused: found.message ?? found.error ?? answer.statusText });
  if (at('aloud').checked && walk) play((walk.turns.at(-1)?.said ?? []).map(soundOf), locale);
}

function show({ turns, end, booked, listens, test, refused }) {
  const lines = turns.flatMap(({ said, pressed }) => [
    ...said.map(({ prompt, text }) => line('said', text.includes('/vxml/audio/') ? '(recording)' : text, prompt)),
    ...(pressed === null ? [] : [line('pressed', pressed)]),
  ]);
  if (booked) lines.push(line('over', 'Booked: ' + booked.number + (booked.at ? ' at ' + booked.at : '')));
  if (end) lines.push(line('over', 'Over: ' + (end.error ?? Object.entries(end.result).map(([name, value]) => name + ' ' + value).join(', '))));
  if (refused) lines.push(line('over', refused));
  at('talk').replaceChildren(...lines);
  at('talk').lastElementChild?.scrollIntoView({ block: 'nearest' });
  at('test').textContent = test;
  at('entry').textContent = '';
  for (const button of document.querySelectorAll('[data-key]')) button.disabled = !listens;
  light(turns.flatMap(({ steps }) => steps));
  const names = new Set((turns.at(-1)?.said ?? []).map(({ prompt }) => 'prompt-' + prompt));
  for (const row of document.querySelectorAll('.prompts li')) row.classList.toggle('now', names.has(row.id));
}

function line(kind, text, name) {
  const item = document.createElement('li');
  item.className = kind;
  if (name) item.append(Object.assign(document.createElement('small'), { textContent: name }));
  item.append(text);
  return item;
}

function light(steps) {
  const ways = new Set(steps.map((step, index) => JSON.stringify([steps[index - 1] ?? 'start of the dialog', step])));
  for (const box of document.querySelectorAll('[data-state]')) {
    box.classList.toggle('lit', steps.includes(box.dataset.state));
    box.classList.toggle('here', steps.at(-1) === box.dataset.state);
  }
  for (const arrow of document.querySelectorAll('.arrow'))
    arrow.classList.toggle('lit', ways.has(JSON.stringify([arrow.dataset.from, arrow.dataset.to])));
  const here = document.querySelector('.here'), canvas = document.querySelector('.canvas');
  if (!here) return;
  const box = here.getBoundingClientRect(), frame = canvas.getBoundingClientRect();
  canvas.scrollBy({ left: box.x + box.width / 2 - frame.x - frame.width / 2, top: box.y + box.height / 2 - frame.y - frame.height / 2, behavior: 'smooth' });
}

function soundOf({ text }) {
  const path = text.split('/vxml/audio/')[1];
  return { text, recording: path ?? null };
}

let playing = 0;
async function play(sounds, spoken) {
  const mine = ++playing;
  speechSynthesis.cancel();
  for (const { text, recording } of sounds) {
    if (mine !== playing) return;
    const address = recording
      ? '/dialogs/' + dialog + '/recordings/' + recording
      : '/dialogs/' + dialog + '/sound?' + new URLSearchParams({ locale: spoken, text });
    await heard(address, () => mine === playing).catch(() => recording || saidHere(text, spoken));
  }
}

/** Resolves when the file has been played; rejects when there is none. */
function heard(address, wanted) {
  return new Promise((resolve, reject) => {
    const audio = new Audio(address);
    audio.onended = resolve;
    audio.onerror = reject;
    audio.ontimeupdate = () => wanted() || (audio.pause(), resolve());
    audio.play().catch(reject);
  });
}

/** No voice of the server speaks this language: the browser's own is better than silence. */
function saidHere(text, lang) {
  return new Promise((resolve) => {
    const words = Object.assign(new SpeechSynthesisUtterance(text), { lang, onend: resolve, onerror: resolve });
    speechSynthesis.speak(words);
  });
}

function press(key) {
  // A number is keyed as a whole: hash ends it.
  if (walk?.listens === 'collect' && /^[0-9*]$/.test(key)) {
    entry += key;
    at('entry').textContent = entry;
    return;
  }
  presses = [...presses, key === '#' ? entry + '#' : key];
  go();
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('button');
  if (button?.dataset.key) press(button.dataset.key);
  else if (button?.id === 'again') { presses = []; go(); }
  else if (button?.dataset.sounds) play(JSON.parse(button.dataset.sounds), button.dataset.locale);
});
document.addEventListener('keydown', ({ key, target }) => {
  if (target.matches('input')) return;
  if (/^[0-9*#]$/.test(key) && walk?.listens) press(key);
});
at('given').addEventListener('change', () => { presses = []; go(); });
at('given').addEventListener('submit', (event) => event.preventDefault());
go();
`;
