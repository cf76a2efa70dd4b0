const TRANSFER = '<transfer> is not carried out: it raises error.unsupported.transfer';
const SPEECH = 'asks for speech; the browser listens to keys only';

/** Tests of the W3C suites that are not run, and why. A test that is not named here must pass. */
export const vxmlSkips: Readonly<Record<string, string>> = {
  '2.0/288': TRANSFER,
  '2.0/289': TRANSFER,
  '2.0/290': TRANSFER,
  '2.0/294': TRANSFER,
  '2.0/295': TRANSFER,
  '2.0/296': TRANSFER,
  '2.0/298': TRANSFER,
  '2.0/300': TRANSFER,
  '2.0/301': TRANSFER,
  '2.0/302': TRANSFER,
  '2.0/333': SPEECH,
  '2.0/334': SPEECH,
  '2.0/336': SPEECH,
};
