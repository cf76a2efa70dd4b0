/** How a switch on another host fetches sound from us, and sends what it records: one of its modules. */
export type SoundModule = 'http_cache' | 'httapi';

/** mod_http_cache and mod_httapi both take `<their name>://<address>`; the latter also takes a bare address. */
export function throughModule(url: string, module: SoundModule): string {
  return module === 'http_cache' ? `http_cache://${url}` : url;
}
