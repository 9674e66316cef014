import { existsSync } from 'node:fs'
import { createServer, STATUS_CODES, type Server } from 'node:http'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { checkAccess, newSecrets } from './access-policy.ts'
import { answerError } from './answers.ts'
import { Connection, largestMessageBytes } from './connection.ts'
import { answerRequest, requestUrl, type RequestContext } from './requests.ts'

export interface ServerOptions {
  workbench: Workbench
  /** Where the built page lies. */
  rendererFolder: string
  /** The port that the user named; null: the usual one, or a free one where it is taken. */
  port: number | null
}

export interface RunningServer {
  port: number
  /** The address to open, with its token. */
  url: string
  /** Ends every connection and frees the port. */
  close: () => Promise<void>
}

export const usualPort = 4747
const address = '127.0.0.1'
const probeIntervalMs = 30_000

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function listenSomewhere(server: Server, port: number | null): Promise<number> {
  try {
    await listen(server, port ?? usualPort)
  } catch (error) {
    if (!isInUse(error)) throw error
    if (port !== null) {
      throw new GrokscopeError('server/port-in-use', `port ${port} is in use or not allowed; name another one with --port, or leave it out to get a free one`)
    }
    await listen(server, 0)
  }
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port')
  return bound.port
}

/** Refuses an upgrade in plain HTTP and hangs up. */
function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`)
}

function acceptSockets(server: Server, context: RequestContext): { close: () => void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes, perMessageDeflate: false })
  const connections = new Set<Connection>()
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const access = checkAccess(request.headers, context.secrets, true)
    if (!access.allowed) return refuseUpgrade(socket, access.status, access.reason)
    if (requestUrl(request)?.pathname !== '/rpc') return refuseUpgrade(socket, 404, 'Not found.')
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      const connection = new Connection(accepted, context.workbench)
      connections.add(connection)
      accepted.once('close', () => connections.delete(connection))
    })
  })
  const timer = setInterval(() => { for (const connection of connections) connection.probe() }, probeIntervalMs)
  return {
    close: () => {
      clearInterval(timer)
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    }
  }
}

function requirePage(rendererFolder: string): void {
  if (existsSync(path.join(rendererFolder, 'index.html'))) return
  throw new GrokscopeError('file/unreadable', `the interface is not built: ${rendererFolder} holds no index.html; run "npm run build"`)
}

/** Serves the workbench on the loopback address. Throws `server/port-in-use`, and `file/unreadable` where the page is not built. */
export async function startServer({ workbench, rendererFolder, port }: ServerOptions): Promise<RunningServer> {
  const context = { workbench, rendererFolder, secrets: newSecrets() }
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000 }, (request, response) => {
    answerRequest(context, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else answerError(response, 500, error)
    })
  })
  const sockets = acceptSockets(server, context)
  try {
    const bound = await listenSomewhere(server, port)
    requirePage(rendererFolder)
    return {
      port: bound,
      url: `http://${address}:${bound}/?token=${context.secrets.token}`,
      close: () => new Promise((resolve) => {
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      })
    }
  } catch (error) {
    sockets.close()
    server.close()
    throw error
  }
}
