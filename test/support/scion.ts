import { createRequire } from 'node:module';

/** A session of SCION, the other engine that behaviour is compared with. */
export interface ScionSession {
  /** Begins it; resolves to its active states without states inside. */
  start(): string[];
  /** Takes an event; the same. */
  gen(event: { name: string; data: unknown }): string[];
}

interface Scion {
  documentStringToModel(
    url: string,
    document: string,
    done: (
      error: Error | null,
      model: { prepare(done: (error: Error | null, prepared: unknown) => void): void },
    ) => void,
  ): void;
  core: { Statechart: new (prepared: unknown) => ScionSession };
}

const { documentStringToModel, core } = createRequire(import.meta.url)('@scion-scxml/scxml') as Scion;

/** @throws Error when it does not take the document */
export function scionSession(text: string): Promise<ScionSession> {
  return new Promise((resolve, reject) => {
    documentStringToModel('chart.scxml', text, (error, model) => {
      if (error) return reject(error);
      model.prepare((failed, prepared) => (failed ? reject(failed) : resolve(new core.Statechart(prepared))));
    });
  });
}
