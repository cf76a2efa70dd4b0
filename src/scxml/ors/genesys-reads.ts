/** ORS: functions of `_genesys.session` that ask the outside; each read stands in the journal. */
const sessionFunctions = [
  'dateInZone',
  'timeInZone',
  'dayInZone',
  'getListItemValue',
  'getConfigOption',
  'isSpecialDay',
];

/** What scripts find below `_genesys` beside the functions and constants of the modules. */
export const genesysReads: readonly string[] = [
  '_genesys.ixn.interactions',
  '_genesys.ixn.firstixnid',
  '_genesys.ixn.getuData',
  '_genesys.statistic.sData',
  ...sessionFunctions.map((name) => `_genesys.session.${name}`),
];

/** Puts them there: `(place, read, interactions) => ...`. A mistake is part of the answer, and thrown. */
export const genesysReadsScript = `(place, read, interactions) => {
  'use strict';
  const { stringify } = JSON;
  const ask = (about, list) => {
    const { value, error } = read(about + ':' + stringify(list));
    if (error !== undefined) throw new Error(error);
    return value;
  };
  place('_genesys.statistic.sData', (object, statistic) => ask('statistic', [String(object), String(statistic)]));
  for (const name of ${JSON.stringify(sessionFunctions)})
    place('_genesys.session.' + name, (...list) => ask('genesys.session', [name, ...list]));
  place('_genesys.ixn.getuData', (key, id) => {
    const call = interactions()[id === undefined ? 0 : id];
    const value = call && call.udata[key];
    return value === undefined ? '' : value;
  });
}`;
