import { type Application, running } from './application.ts';

/** `conference <room>@<profile>[+flags{...}]`: lasts until the call is taken elsewhere or ends. */
export const conference: Application = (performance) => {
  const { call, core, data, finish } = performance;
  const room = data.replace(/[@+].*$/s, '');
  const tell = (action: string): void =>
    call.channel.fire('CUSTOM', {
      'Event-Subclass': 'conference::maintenance',
      'Conference-Name': room,
      Action: action,
    });
  core.rooms.enter(room, call.line);
  tell('add-member');
  return running(performance, {
    stop() {
      core.rooms.leave(call.line);
      tell('del-member');
      finish();
    },
  });
};
