import { profileNamed } from './platform-profile.ts';
import { writeFrame, type PageContext } from './page-parts.ts';
import { buildTemplate, type PageTemplate } from './page-template.ts';

const NOTHING: PageContext = {
  locale: 'en-US',
  prompt: () => ({ locale: 'en-US', pieces: [] }),
  recording: () => null,
  sorry: null,
  profile: profileNamed(null),
  results: [],
};

/** Session variables differ from browser to browser, and reading one that is missing is an error (VoiceXML 2.1 §5.1.4). */
function guarded(end: 'remote' | 'local'): string {
  const known = `typeof session != 'undefined' && session.connection && session.connection.${end}`;
  return `(${known} && session.connection.${end}.uri) ? String(session.connection.${end}.uri) : ''`;
}

/** Where a VoiceXML browser that is not ours begins: it says who calls whom, and gets the dialog's first page. */
export const startTemplate: PageTemplate = buildTemplate('en-US', (vxml, placeholder) => {
  writeFrame({ vxml, placeholder, context: NOTHING }, null);
  const leave = vxml.ele('catch', { event: 'error connection.disconnect' });
  leave.ele('exit', { expr: placeholder({ kind: 'fallback' }) });
  const form = vxml.ele('form');
  form.ele('var', { name: 'remote', expr: guarded('remote') });
  form.ele('var', { name: 'local', expr: guarded('local') });
  form.ele('block').ele('submit', {
    next: placeholder({ kind: 'submit' }),
    method: 'post',
    namelist: 'remote local',
    fetchtimeout: '10s',
    maxage: '0',
  });
});
