import { mkdirSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import path from 'node:path'
import { startServer, type RunningServer } from '../../src-main/server/server.ts'
import { openTestWorkbench, temporaryFolder, type TestWorkbench } from '../workbench/open-test-workbench.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface TestServer extends TestWorkbench {
  server: RunningServer
  token: string
  /** One request as raw as it gets: the path and headers are sent as they are given. */
  ask: (target: string, headers?: Record<string, string>, options?: { method?: string; body?: string | Buffer }) => Promise<Answer>
  /** The session cookie that the token buys. */
  cookie: () => Promise<string>
  close: () => Promise<void>
}

function ask(port: number, target: string, headers: Record<string, string>, { method = 'GET', body = '' as string | Buffer }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: target, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

/** The real server on a real workbench, with a page of two files and a secret beside it. */
export async function openTestServer(port: number | null = 0): Promise<TestServer> {
  const { folder, remove } = temporaryFolder()
  const rendererFolder = path.join(folder, 'dist', 'renderer')
  mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true })
  writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Grokscope</title>')
  writeFileSync(path.join(rendererFolder, 'assets', 'main.js'), 'export {}')
  writeFileSync(path.join(rendererFolder, 'assets', 'main.js.map'), '{}')
  writeFileSync(path.join(folder, 'dist', 'secret.json'), '"secret"')
  const test = openTestWorkbench(path.join(folder, 'home'))
  const server = await startServer({ workbench: test.workbench, rendererFolder, port })
  const host = `127.0.0.1:${server.port}`
  const token = new URL(server.url).searchParams.get('token') ?? ''
  return {
    ...test, server, token,
    ask: (target, headers = {}, options = {}) => ask(server.port, target, { Host: host, ...headers }, options),
    cookie: async () => {
      const { headers } = await ask(server.port, `/?token=${token}`, { Host: host }, {})
      return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    },
    close: async () => {
      await server.close()
      await test.workbench.close()
      remove()
    }
  }
}
