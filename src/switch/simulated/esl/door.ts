import { connect, type Socket } from 'node:net';

import { type Application, type Performance, running } from '../applications/application.ts';
import type { Core } from '../core.ts';
import { EslSession, type SessionParts } from './session.ts';

const CONNECT_TIMEOUT_MS = 3000;

/** The sockets that are open on a switch, so that closing it closes them. */
export interface Connections {
  add(socket: Socket, session: EslSession): void;
}

/**
 * `socket a:1|b:2 async full`: opens the first address that takes the call, and holds the call parked until that
 * connection closes. With none alive it ends at once.
 */
export function socketApplication(parts: SessionParts, connections: Connections): Application {
  return (performance) => {
    const { call, data, core } = performance;
    const addresses = (data.split(' ')[0] ?? '').split('|').filter((address) => address !== '');
    let over = false;
    let parked = false;
    const finish = (): void => {
      if (parked && !over) call.channel.fire('CHANNEL_UNPARK');
      over = true;
      performance.finish();
    };
    const tryNext = (): void => {
      const address = addresses.shift();
      // The call went elsewhere or ended while the door was still being opened.
      if (over || call.line.end) return;
      if (address === undefined) {
        finish();
        return;
      }
      open(address, core, (socket) => {
        if (!socket) {
          tryNext();
          return;
        }
        if (over || call.line.end) return void socket.destroy();
        call.channel.set('socket_host', address.replace(/:\d+$/, ''));
        const session = new EslSession(socket, parts, call);
        connections.add(socket, session);
        parked = true;
        call.channel.fire('CHANNEL_PARK');
        socket.once('close', finish);
        followHangup(performance, session);
      });
    };
    tryNext();
    return running(performance, { stop: finish });
  };
}

/** Without linger a door closes with the hang-up; with it, when its time is over. */
function followHangup({ call, core }: Performance, session: EslSession): void {
  call.onHangup((stage) => {
    const { lingerS } = session;
    if (stage === 'hangup' && lingerS === null) session.disconnect();
    if (stage !== 'complete' || lingerS === null) return;
    session.lingerNotice();
    if (lingerS > 0) core.clock.at(core.clock.now() + lingerS * 1000, () => session.disconnect());
  });
}

function open(address: string, core: Core, done: (socket: Socket | null) => void): void {
  const at = address.lastIndexOf(':');
  const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)) });
  const settle = (result: Socket | null): void => {
    limit.cancel();
    socket.off('connect', connected).off('error', failed);
    if (!result) socket.on('error', () => undefined).destroy();
    done(result);
  };
  const connected = (): void => settle(socket);
  const failed = (): void => settle(null);
  const limit = core.clock.at(core.clock.now() + CONNECT_TIMEOUT_MS, () => settle(null));
  socket.once('connect', connected).once('error', failed);
}
