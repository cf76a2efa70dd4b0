import { elementSpec, refuse, type ElementHandler, type StrategyModule } from '../module.ts';

/** ORS modules that have nothing behind them here: each of their elements comes back as its own error. */
export const modulesNotHere: StrategyModule[] = [
  notHere('ws', ['invoke', 'call', 'fetch'], 'Web services by SOAP: `session:fetch` speaks HTTP.'),
  notHere('classification', ['classify', 'screen', 'acknowledge'], 'Content analysis of mail and chat.'),
  notHere(
    'resource',
    ['find', 'getaddress', 'update', 'reserve', 'release'],
    'Resources outside of the queues.',
  ),
];

function notHere(name: string, elements: string[], what: string): StrategyModule {
  const handlerOf = (element: string): ElementHandler => ({
    spec: { ...elementSpec(['hints']), refused: `there is no module ${name} here` },
    about: { does: 'Refused.', events: [], errors: ['unsupported'] },
    mode: 'repeatable',
    errorEvent: `error.${name}.${element}`,
    run: (action, _session, tools) =>
      refuse(action, tools, { error: 'unsupported', description: `there is no module ${name} here` }),
  });
  return {
    name,
    namespaces: [`www.genesyslab.com/modules/${name}`],
    does: `${what} There is nothing behind it here.`,
    functions: {},
    constants: {},
    elements: Object.fromEntries(elements.map((element) => [element, handlerOf(element)])),
  };
}
