import { describe, it, expect } from 'vitest';
import { readFileSync } from 'node:fs';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { createMemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { createRouter } from '../../src/app/router.ts';
import { createChartRunner } from '../../src/scxml/chart-runner.ts';
import { Engine } from '../../src/strategy/engine.ts';
import { createStepper } from '../../src/strategy/strategies.ts';
import { callArrived } from '../../src/app/call-arrived.ts';
import { callEnded } from '../../src/app/call-ended.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import type { App } from '../../src/app/ports.ts';

async function world(number: string) {
  const clock = new VirtualClock(); const random = seededRandom(3);
  const people = createDirectory({clock, random}, {talkMs: 20000});
  const sw = createMemorySwitch({clock, random, people, speechRate: 15});
  const store = await openSqliteStore({path: ':memory:', threads: false});
  const loaded = loadConfiguration({file:'config/ringback.yaml', environment:{}});
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const configuration = loaded.configuration;
  await store.sets.publish({hash:'h', publishedAt: 0, files: {'dialogs/callback.scxml': readFileSync('dialogs/callback.scxml','utf8'), 'dialogs/classic.scxml': readFileSync('dialogs/classic.scxml','utf8')}});
  const log = {...silentLogger, error: (f:object,m:string)=>console.log('ERR',m,f), warn:(f:object,m:string)=>console.log('WARN',m,f)};
  let engine: Engine;
  const app: App = {clock, random, log, store, switch: sw, sessions: {wake: (ids)=>engine.wake(ids)}, config: ()=>configuration, activeSet: async ()=>'h'};
  const router = createRouter(app);
  const runner = await createChartRunner({threads:0, clock});
  const results = new Map<string, object>();
  engine = new Engine({app, stepper: createStepper(store, runner), node:'n', router,
    pages: { async open(r){ return {key:r.actionId, path:'/'+r.dialog}; }, async result(k){ return (results.get(k) ?? null) as never; } },
    voice: { run(call, url) { return { stop(){}, ended: (async()=>{ await call.answer(); let key=''; call.onKey(k=>{key=k.key}); await call.play([{kind:'text', text:'press 1', locale:'en-US'}]).done; await new Promise<void>(r=>clock.at(clock.now()+3000, r)); return {how:'exit' as const, result:{confirmed: key==='1'}, error:null}; })() }; } } });
  await router.start();
  await sw.start({ arrived: c => void callArrived(app,c).then(()=>engine.calls.arrived(c)), ringing(){}, ended: e=> void callEnded(app,router,e).then(()=>engine.calls.ended(e)), isStale:()=>false, healthChanged(){ void engine.healthChanged(); } });
  await engine.start();
  const record = await createCallback(app,{service:'classic', id:null, parameters:{_customer_number:number}, kvps:{}});
  const ok = await clock.until(async()=> (await store.callbacks.get(record.id))?.state==='COMPLETED', 86_400_000);
  const r = await store.callbacks.get(record.id);
  console.log(ok, JSON.stringify(r, null, 1));
  for (const s of await store.sessions.ofCallback(record.id)) for (const j of await store.sessions.journal(s.id)) console.log(j.seq, j.event?.name, JSON.stringify(j.trace.filter((t:any)=>t.kind!=='exit').map((t:any)=>t.kind==='enter'?'>'+t.state: t.kind==='transition'?'':t.kind+':'+(t.name??t.text)+(t.text??''))), j.actions.map(a=>a.kind).join());
  console.log(sw.rings(), router.state().entries, await store.outbox.open());
}
describe('x', () => { it('person', () => world('+14155550100')); it('busy', () => world('+14155550102')); });
