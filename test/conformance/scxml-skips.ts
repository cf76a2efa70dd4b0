/** W3C documents that only a person can judge, by their id, and why. */
export const skippedDocuments: Readonly<Record<string, string>> = {
  178: 'is judged by a person: whether both params of one name are sent',
  230: 'is judged by a person; test230a is the same, made self-checking',
  250: 'is judged by a person: what a cancelled child logs',
  301: 'is judged by a person: a script that cannot be read is refused with the document',
  307: 'is judged by a person; test307a is the same, made self-checking',
};

const legacy = 'a parallel as transition domain: SCION departs from findLCCA of SCXML Appendix D';

/** Scenarios of @scion-scxml/test-framework that are not run, and why. */
export const skippedScenarios: Readonly<Record<string, string>> = {
  'error/error.scxml': 'the data of error events that SCION makes up, such as the tag name',
  'internal-transitions/test0.scxml': 'a transition in <scxml>, which SCXML §3.2 does not allow',
  'more-parallel/test10.scxml': legacy,
  'more-parallel/test10b.scxml': legacy,
};
