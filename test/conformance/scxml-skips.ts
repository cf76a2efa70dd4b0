/** W3C documents that do not end in `pass` by themselves, by their id, and how they are judged. */
export const skippedDocuments: Readonly<Record<string, string>> = {
  230: 'ends in `final`: what it logs is looked at in scxml.test.ts; test230a is the same, made self-checking',
  250: 'ends in `final`: what its cancelled child logs is looked at in scxml.test.ts',
  307: 'ends in `final`, and a person compares what it logs; test307a is the same, made self-checking',
};

const legacy = 'a parallel as transition domain: SCION departs from findLCCA of SCXML Appendix D';

/** Scenarios of @scion-scxml/test-framework that are not run, and why. */
export const skippedScenarios: Readonly<Record<string, string>> = {
  'error/error.scxml': 'the data of error events that SCION makes up, such as the tag name',
  'internal-transitions/test0.scxml': 'a transition in <scxml>, which SCXML §3.2 does not allow',
  'more-parallel/test10.scxml': legacy,
  'more-parallel/test10b.scxml': legacy,
};
