import type { ElementSpec, ModuleRegistry } from '../../src/scxml/step.ts';

function element(parts: Partial<ElementSpec>): ElementSpec {
  return { attributes: {}, required: [], children: {}, ...parts };
}

/** A registry with one module, as the Orchestration Server has them. */
export const phoneModule: ModuleRegistry = {
  modules: [
    {
      name: 'ixn',
      namespaces: ['www.genesyslab.com/modules/interaction'],
      elements: {
        redirect: element({
          attributes: {
            requestid: 'location',
            interactionid: 'expr',
            to: 'expr',
            type: 'expr',
            hints: 'expr',
            mode: 'literal',
          },
          required: ['interactionid', 'to'],
        }),
        submit: element({
          attributes: { requestid: 'location', timeout: 'expr' },
          children: {
            targets: element({
              attributes: { type: 'literal' },
              children: { targetid: element({ attributes: { expr: 'expr' } }) },
            }),
          },
        }),
      },
    },
  ],
  functions: { '_genesys.ixn.setuData': 'ixn.setudata' },
  constants: {
    '_genesys.queue.rType.RouteTypeReject': 14,
    '_genesys.queue.rType.RouteTypeDefault': { id: 1 },
  },
};

export const IXN = 'xmlns:ixn="http://www.genesyslab.com/modules/interaction"';
