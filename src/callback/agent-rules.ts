/** Why an agent may be not ready, at every site. */
export const NOT_READY_REASONS: readonly string[] = ['Admin Work', 'Lunch', 'Meeting', 'Pause', 'Training'];

/** What agents may say of themselves and of their conversations. */
export interface AgentRules {
  /** Why they are not ready: the usual reasons and the site's own. RONA is the router's word alone. */
  reasons: readonly string[];
  /** Codes for how a conversation went; none configured: any short text. */
  dispositions: readonly string[];
}
