import type { Host, Unsubscribe } from '../host/host.ts'

/** Calls the listener whenever a lost connection is there again: what was announced meanwhile was not heard, and has to be read anew. */
export function onReconnection(host: Pick<Host, 'connection' | 'onConnection'>, listener: () => void): Unsubscribe {
  let wasLost = host.connection === 'lost'
  return host.onConnection((connection) => {
    if (connection === 'open' && wasLost) listener()
    wasLost = connection === 'lost'
  })
}
