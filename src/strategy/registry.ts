import type { Json } from '../core/json.ts';
import type { ElementSpec, ModuleRegistry } from '../scxml/step.ts';
import type { ElementHandler, StrategyModule } from './module.ts';
import { httpModule } from './modules/http.ts';
import { callbackModule } from './modules/callback.ts';
import { dialogModule } from './modules/dialog.ts';
import { ixnModule } from './modules/ixn.ts';
import { notificationModule } from './modules/notification.ts';
import { modulesNotHere } from './modules/not-here.ts';
import { queueModule } from './modules/queue.ts';
import { sessionModule } from './modules/session.ts';
import { statisticModule } from './modules/statistic.ts';

/** All there are: the source of docs/reference/scxml-modules.md. */
export const modules: readonly StrategyModule[] = [
  ixnModule,
  queueModule,
  dialogModule,
  sessionModule,
  statisticModule,
  ...modulesNotHere,
  callbackModule,
  notificationModule,
  httpModule,
];

/** What the statechart engine has to know of the modules: plain data. */
export const moduleRegistry: ModuleRegistry = {
  modules: modules.map((module) => ({
    name: module.name,
    namespaces: module.namespaces,
    elements: mapValues(module.elements, specOf),
  })),
  functions: Object.assign({}, ...modules.map((module) => module.functions)) as Record<string, string>,
  constants: Object.assign({}, ...modules.map((module) => module.constants)) as Record<string, Json>,
};

function specOf({ spec, errorEvent, deadline }: ElementHandler): ElementSpec {
  if (errorEvent === undefined) return spec;
  return { ...spec, request: { errorEvent, ...(deadline ? { deadline } : {}) } };
}

/** The handler of an action kind such as `ixn.redirect`; undefined for kinds of no module. */
export function handlerOf(kind: string): ElementHandler | undefined {
  const [name, element] = kind.split('.', 2);
  return modules.find((module) => module.name === name)?.elements[element ?? ''];
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
