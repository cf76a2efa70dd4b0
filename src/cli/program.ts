import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { setAgent } from './agent.ts';
import { auditOrder } from './audit.ts';
import { backup } from './backup.ts';
import { callFromTextPhone } from './call.ts';
import { cancelCallback, createCallback, listCallbacks, restartCallback } from './callbacks.ts';
import { clientOf, type Client } from './client.ts';
import { putConfig, revertConfig, showConfig, showHistory, type ConfigWishes } from './config.ts';
import { commandSettings } from './command-settings.ts';
import { showCompatibility } from './compat.ts';
import { runConformance, suiteNames } from './conformance/conformance.ts';
import { walkDialog } from './dialog.ts';
import { addBarred, listBarred, removeBarred, type BarredWishes } from './do-not-call.ts';
import { explainWaits } from './ewt.ts';
import { graph, type GraphWishes } from './graph.ts';
import { importFromGms } from './import-gms.ts';
import { createKey, hashKey, listKeys, revokeKey, rotateKey, type KeyWishes } from './keys.ts';
import { lint } from './lint.ts';
import { migrateStore } from './migrate-store.ts';
import { publishProject } from './publish.ts';
import { replaySession } from './replay.ts';
import { restore } from './restore.ts';
import { runRetention } from './retention.ts';
import { serve } from './serve.ts';
import { showNumber } from './number.ts';
import { simulate, type SimulateWishes } from './simulate.ts';
import { showReport, type ReportWishes } from './report.ts';
import { showStory } from './show.ts';
import { showStatus } from './status.ts';
import { setSwitch } from './switch.ts';
import { test } from './test.ts';
import { watchStory } from './watch.ts';

/** The `ringback` command. */
export function program(): Command {
  const settings = commandSettings();
  const ringback = new Command('ringback')
    .description('A self-hosted callback server: callers trade the wait for a return call.')
    .option('--url <url>', 'the server to talk to', settings.url)
    .showHelpAfterError();
  const client = (): Client => clientOf(ringback.opts<{ url: string }>().url, settings);
  addServerCommands(ringback, client);
  addStoreCommands(ringback, client);
  addCallbackCommands(ringback, client);
  addCallCentreCommands(ringback, client);
  addSwitchCommands(ringback, client);
  addKeyCommands(ringback, client);
  addDoNotCallCommands(ringback, client);
  addConfigCommands(ringback, client);
  return ringback;
}

function addServerCommands(ringback: Command, client: () => Client): void {
  ringback
    .command('start')
    .description('serve calls and requests until stopped')
    .option('--from-file', 'set edits of the configuration aside: the file alone counts from now on')
    .action((options: { fromFile?: boolean }) => serve(options));
  ringback
    .command('lint')
    .description('check the configuration, the dialogs, the strategies and the prompts')
    .action(() => lint());
  ringback
    .command('test')
    .description('walk through the dialogs and run the strategies as dialogs/tests/*.yaml say')
    .option('--coverage <percent>', 'at least so much of the parts of each dialog and strategy')
    .action((options: { coverage?: string }) => test(options));
  ringback
    .command('publish')
    .description('check a project of strategies and make it part of this one; a running server takes it up')
    .argument('<folder>', 'such as a project of Composer')
    .option('--as <name>', 'its name here, if not that of its folder')
    .option('--check', 'only say what is wrong')
    .action((folder: string, options: { as?: string; check?: boolean }) =>
      publishProject(client(), folder, options),
    );
  ringback
    .command('dialog')
    .description('walk through a voice dialog at this terminal, by keys')
    .argument('<page>', 'a VoiceXML file, its address, or the name of a dialog of a running server')
    .action((page: string) => walkDialog(page, ringback.opts<{ url: string }>().url));
  ringback
    .command('conformance')
    .description('run a folder of conformance tests')
    .argument('<suite>', suiteNames.join(' or '))
    .argument('<folder>')
    .action((suite: string, folder: string) => runConformance(suite, folder));
  ringback
    .command('compat')
    .description('what of the Genesys API is done, ignored or refused, and why')
    .option('--markdown', 'as the tables of docs/reference/compatibility.md')
    .option('--json', 'for programs')
    .action((options: { markdown?: boolean; json?: boolean }) => showCompatibility(options));
  ringback
    .command('import')
    .description('turn settings of another system into configuration')
    .command('gms')
    .description('option sections and capacities as Genesys Mobile Services 8.5 exports them')
    .argument('<file>', '[section] and name=value lines, or JSON')
    .action((file: string) => importFromGms(file));
  ringback
    .command('graph')
    .description('draw a strategy or a dialog, as Mermaid text or as SVG')
    .argument('<file>', 'such as dialogs/callback.scxml')
    .option('--svg', 'a picture instead of Mermaid text')
    .option('--session <id>', 'where this session, or that of this callback, stands')
    .option('--step <n>', 'where it stood after this step')
    .action((file: string, wishes: GraphWishes) => graph(client, file, wishes));
}

function addStoreCommands(ringback: Command, client: () => Client): void {
  const merge = ['--merge', 'into a store that is not empty: what is there stays as it is'] as const;
  ringback
    .command('backup')
    .description('write all that the store holds to a file; a server may be running')
    .argument('<file>')
    .action((file: string) => backup(file));
  ringback
    .command('restore')
    .description('put a backup into the store; no server may be running')
    .argument('<file>')
    .option(...merge)
    .action((file: string, options: { merge?: boolean }) => restore(file, options));
  ringback
    .command('migrate')
    .description('copy everything from one store to another; no server may be running')
    .argument('<from>', 'sqlite, sqlite:PATH or redis://...')
    .argument('<to>')
    .option(...merge)
    .action((from: string, to: string, options: { merge?: boolean }) => migrateStore(from, to, options));
  ringback
    .command('retention')
    .description('forget what has been over for long')
    .command('run')
    .description('now, and not when the day is over')
    .action(() => runRetention(client()));
}

function addCallbackCommands(ringback: Command, client: () => Client): void {
  ringback
    .command('list')
    .description('the newest callbacks')
    .option('--service <name>')
    .option('--state <state>', 'SCHEDULED, QUEUED, ROUTING, PROCESSING or COMPLETED')
    .option('--limit <n>', 'how many', '20')
    .action((options: { service?: string; state?: string; limit: string }) =>
      listCallbacks(client(), options),
    );
  ringback
    .command('create')
    .description('ask for a callback')
    .argument('<service>')
    .argument('<number>', 'the number to call back')
    .option('--at <time>', 'at this time (ISO 8601 UTC) instead of as soon as possible')
    .option('--data <pair...>', 'user data, as key=value')
    .action((service: string, number: string, options: { at?: string; data?: string[] }) =>
      createCallback(client(), { service, number, ...options }),
    );
  ringback
    .command('cancel')
    .description('call a callback off')
    .argument('<id>')
    .action((id: string) => cancelCallback(client(), id));
  ringback
    .command('restart')
    .description('carry a waiting callback out afresh, by the newest strategy and dialogs')
    .argument('<id>', 'a callback, or its session')
    .action((id: string) => restartCallback(client(), id));
  ringback
    .command('number')
    .description('what the rules say of a number: may it be called')
    .argument('<number>', 'such as +442071838750')
    .option('--service <name>', 'by the rules of this service; of each when left out')
    .action((number: string, options: { service?: string }) => showNumber(client(), number, options.service));
  ringback
    .command('replay')
    .description('make the steps of a session again from its journal, without doing anything')
    .argument('<id>', 'a session, a callback, or the file of a saved record')
    .option('--step <n>', 'stop after this step and print the data')
    .option('--save-test', 'keep the record as a file that can be replayed anywhere')
    .action((id: string, options: { step?: string; saveTest?: boolean }) =>
      replaySession(client(), id, options),
    );
  ringback
    .command('show')
    .description('the story of a callback or a session, or a refused request')
    .argument('<id>')
    .option('--why', 'each decision in a sentence, with its inputs')
    .action((id: string, options: { why?: boolean }) => showStory(client(), id, options));
  ringback
    .command('watch')
    .description('the story of a callback or a session as it goes on')
    .argument('<id>')
    .action((id: string) => watchStory(client(), id));
}

function addCallCentreCommands(ringback: Command, client: () => Client): void {
  ringback
    .command('simulate')
    .description('a simulated switch alone, for those who develop against the event socket')
    .option('--host <host>', 'where it listens', '127.0.0.1')
    .option('--port <port>', '0 for any that is free', '8021')
    .option('--password <password>', 'of its event socket', 'ClueCon')
    .option('--door <addresses>', 'where its calls knock, in turn', '127.0.0.1:8084')
    .action((wishes: SimulateWishes) => simulate(wishes));
  ringback
    .command('status')
    .description('per service: waiting callers, estimated wait, agents, calls')
    .action(() => showStatus(client()));
  ringback
    .command('report')
    .description('what became of the offers and callbacks of a day')
    .option('--day [date]', 'such as 2026-11-21; today when left out')
    .option('--zone <zone>', 'whose day: an IANA name')
    .option('--format <format>', 'text, json or csv', 'text')
    .action((options: ReportWishes) => showReport(client(), options));
  ringback
    .command('ewt')
    .description('the estimated wait')
    .command('explain')
    .description('the formula with its numbers: of each queue, of one, or as a caller was told')
    .argument('[name]', 'a virtual queue, or the id of a callback')
    .action((name?: string) => explainWaits(client(), name));
  ringback
    .command('audit')
    .description('check what has been done')
    .command('order')
    .description('every caller who was served before somebody ahead, with the reason')
    .action(() => auditOrder(client()));
  ringback
    .command('agent')
    .description('set the state of an agent')
    .argument('<state>', 'ready, not-ready or logout')
    .argument('<agent>', 'such as 1001')
    .option('--reason <reason>', 'why not ready, such as Lunch')
    .action((state: string, agent: string, options: { reason?: string }) =>
      setAgent(client(), { state, agent, ...options }),
    );
  ringback
    .command('call')
    .description('ring a routing point from a text phone (simulated switch only)')
    .argument('<number>', 'such as 8000')
    .option('--keys <keys>', 'keys to press, one group a listen, such as "1 1"', '')
    .option('--from <number>', 'the calling number', '+14155550142')
    .option(
      '--save-test <file>',
      'write the call down as a test of its dialog, such as dialogs/tests/mine.yaml',
    )
    .action((to: string, options: { keys: string; from: string; saveTest?: string }) =>
      callFromTextPhone(client(), { to, ...options }),
    );
}

function addSwitchCommands(ringback: Command, client: () => Client): void {
  const aSwitch = ringback.command('switch').description('empty a switch, or let calls be made on it again');
  aSwitch
    .command('drain')
    .description('make no more calls on it; those that are up go on')
    .argument('<name>')
    .action((name: string) => setSwitch(client(), name, 'drain'));
  aSwitch
    .command('resume')
    .description('make calls on it again')
    .argument('<name>')
    .action((name: string) => setSwitch(client(), name, 'resume'));
}

function addKeyCommands(ringback: Command, client: () => Client): void {
  const key = ringback.command('key').description('keys of the API: who may do what, for which services');
  key
    .command('create')
    .description('make a key and print it; it is told this once')
    .argument('<name>', 'letters, digits and -')
    .requiredOption('--role <role>', 'agent, monitor, supervisor, developer or administrator')
    .option('--service <name...>', 'for these services only')
    .option('--queue <name...>', 'for these queues only')
    .action((name: string, wishes: KeyWishes) => createKey(client(), name, wishes));
  key
    .command('list')
    .description('every key there is or was, and who made it')
    .action(() => listKeys(client()));
  key
    .command('rotate')
    .description('print a new key in place of one')
    .argument('<name>')
    .option('--grace <duration>', 'for how long the one before opens too, such as 24h')
    .action((name: string, options: { grace?: string }) => rotateKey(client(), name, options));
  key
    .command('hash')
    .description('what stands in the configuration in place of a key: of a new one, which is printed too')
    .option('--stdin', 'of the key that is written to its input')
    .action((options: { stdin?: boolean }) =>
      hashKey(options.stdin === true ? readFileSync(0, 'utf8') : null),
    );
  key
    .command('revoke')
    .description('end a key at once')
    .argument('<name>')
    .action((name: string) => revokeKey(client(), name));
}

function addDoNotCallCommands(ringback: Command, client: () => Client): void {
  const list = ringback.command('do-not-call').description('numbers that are never called');
  const reason = ['--reason <text>', 'why'] as const;
  const source = ['--source <name>', 'where the wish came from, such as letter, agent or regulator'] as const;
  list
    .command('list')
    .description('those on the list, and who put them there')
    .action(() => listBarred(client()));
  list
    .command('add')
    .description('never call a number; callbacks that wait for it end')
    .argument('<number>', 'such as +442071838750')
    .option(...reason)
    .option(...source)
    .action((number: string, wishes: BarredWishes) => addBarred(client(), number, wishes));
  list
    .command('remove')
    .description('a number may be called again')
    .argument('<number>')
    .option(...reason)
    .option(...source)
    .action((number: string, wishes: BarredWishes) => removeBarred(client(), number, wishes));
}

function addConfigCommands(ringback: Command, client: () => Client): void {
  const config = ringback.command('config').description('edit the configuration while servers run');
  const reason = ['--reason <text>', 'why, for those who read the history'] as const;
  const check = ['--check', 'only say whether it could be done'] as const;
  config
    .command('show')
    .description('what can be edited, as it is now')
    .action(() => showConfig(client()));
  config
    .command('put')
    .description('what stands in a file, that was begun with `config show`, in place of what there is')
    .argument('<file>')
    .option(...reason)
    .option(...check)
    .action((file: string, wishes: ConfigWishes) => putConfig(client(), file, wishes));
  config
    .command('history')
    .description('who changed what, when and why')
    .action(() => showHistory(client()));
  config
    .command('revert')
    .description('as it was at a revision; 0 is the file alone')
    .argument('<revision>')
    .option(...reason)
    .option(...check)
    .action((to: string, wishes: ConfigWishes) => revertConfig(client(), to, wishes));
}
