import type { AgentConfiguration } from '../callback/configuration.ts';
import type { AgentSetting, RoutingConfig } from '../routing/messages.ts';
import type { App } from './ports.ts';

/** What the router is configured with. Its journal keeps it: keys are no business of it. */
export function routingConfig(app: Pick<App, 'config'>): RoutingConfig {
  const { agents, queues, priorityAgeingMs } = app.config();
  return { queues, agents: agents.map(withoutSecrets), ageingMs: priorityAgeingMs };
}

function withoutSecrets(agent: AgentConfiguration): AgentSetting {
  const { id, name, phone, skills, groups, place, initial, media } = agent;
  return { id, name, phone, skills, groups, place, initial, media };
}
