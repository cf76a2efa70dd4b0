import { STYLE } from '../drawing/svg.ts';

/** Style of the console. One column on a phone, tables that scroll in themselves. */
export const consoleCss = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --good: #1a7f4b; --bad: #b3261e; --busy: #9a6700; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: .75rem; }
header p { margin: 0; }
.note { background: var(--soft); border-radius: .4rem; padding: .4rem .8rem; margin: 1rem 0 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: .85rem; }
td.why { min-width: 16rem; }
.tiles { display: flex; flex-wrap: wrap; gap: 1rem; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; min-width: 9rem; }
.tile b { display: block; font-size: 1.5rem; line-height: 1.2; }
.good { color: var(--good); } .bad { color: var(--bad); } .busy { color: var(--busy); }
.quiet { opacity: .7; } a { color: inherit; } code { font-size: .9em; }
#chart { margin: 0; } #chart figcaption { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-bottom: .5rem; }
#chart label { flex: 1 1 20rem; display: flex; gap: .5rem; } #chart input { flex: 1; }
#chart .scroll { max-height: 75vh; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
${STYLE}
@media (prefers-color-scheme: dark) { :root { --good: #6fdd8b; --bad: #ffb4ab; --busy: #f2cc60; } }
`;

/**
 * Swaps the page's main part whenever the server says that something changed, and lights the chart of a session: where
 * it stands, or stood at the step that was chosen. `data-seen` of the page is the event that it shows.
 */
export const consoleJs = `
const source = new EventSource('/events');
let loading = false, again = false, newest = '', chosen = null;
function light() {
  const chart = document.querySelector('#chart');
  if (!chart) return;
  const steps = JSON.parse(chart.dataset.steps), slider = chart.querySelector('input');
  const index = Math.min(chosen ?? steps.length - 1, steps.length - 1);
  slider.value = index;
  const [at, event, states] = steps[index] ?? [0, '', ''];
  const lit = new Set(states.split(' '));
  for (const box of chart.querySelectorAll('[data-state]')) box.classList.toggle('lit', lit.has(box.dataset.state));
  const inner = [...chart.querySelectorAll('.lit')].at(-1)?.getBBox(), view = chart.querySelector('.scroll');
  if (inner) view.scrollTo(inner.x + (inner.width - view.clientWidth) / 2, inner.y + (inner.height - view.clientHeight) / 2);
  chart.querySelector('output').textContent = steps.length === 0 ? 'not begun' :
    (index + 1) + ' of ' + steps.length + ', ' + new Date(at).toISOString().slice(11, 19) + 'Z: ' + (event || 'begins');
}
document.addEventListener('input', ({ target }) => {
  if (!target.matches('#chart input')) return;
  chosen = target.value === target.max ? null : Number(target.value);
  light();
});
light();
async function refresh(event) {
  newest = event?.lastEventId || newest;
  if (loading) { again = true; return; }
  loading = true;
  const seen = newest;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      document.querySelector('main').replaceWith(page.querySelector('main'));
      light();
      document.documentElement.dataset.seen = seen;
    }
  } finally {
    loading = false;
    if (again) { again = false; refresh(); }
  }
}
source.addEventListener('change', refresh);
source.addEventListener('open', refresh);
source.addEventListener('error', () => { document.querySelector('#live').textContent = 'connection lost, trying again'; });
source.addEventListener('open', () => { document.querySelector('#live').textContent = 'live'; });
`;
