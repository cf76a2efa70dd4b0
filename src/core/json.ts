/** A JSON value: the only thing that crosses a process, a store or a sandbox. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
