import { Socket } from 'node:net';

/**
 * Has every socket of this process looked at before it connects.
 *
 * @param refuse throws where it may not; told of where it wants to go, as `net.connect` takes it
 */
export function onConnect(refuse: (options: unknown) => void): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its socket, below
  const connectAnywhere = Socket.prototype.connect;
  Socket.prototype.connect = function connectHere(this: Socket, ...to: readonly unknown[]) {
    // Nested as net.connect hands it on.
    const [options] = to.flat();
    refuse(options);
    return Reflect.apply(connectAnywhere, this, to);
  };
}
