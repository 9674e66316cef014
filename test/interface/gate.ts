import { connect, createServer, type Socket } from 'node:net'

/** A line between page and server that a test can cut. */
export interface Gate {
  port: number
  /** Cuts every connection; new ones are refused until `open`. */
  shut(): void
  open(): void
  close(): Promise<void>
}

/** Forwards a free port of the loopback address to another. */
export async function openGate(target: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let isShut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Either end may vanish at any time: that is what the gate is for.
    socket.on('error', () => socket.destroy())
  }
  const server = createServer((near) => {
    keep(near)
    if (isShut) return near.destroy()
    const far = connect({ host: '127.0.0.1', port: target })
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the gate has no port')
  const shut = () => {
    isShut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port, shut, open: () => { isShut = false },
    close: () => new Promise((resolve) => {
      shut()
      server.close(() => resolve())
    })
  }
}
