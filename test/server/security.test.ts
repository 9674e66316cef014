import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { pageFile } from '../../shared/page-policy.ts'
import { startServer } from '../../src-main/server/server.ts'
import { openTestServer, type TestServer } from './open-test-server.ts'

let test: TestServer
let cookie: string
beforeAll(async () => {
  test = await openTestServer()
  cookie = await test.cookie()
})
afterAll(() => test.close())

describe('the token', () => {
  it('is exchanged for a strict, script-proof cookie, and taken out of the address', async () => {
    const { status, headers } = await test.ask(`/?token=${test.token}`)
    expect([status, headers.location]).toEqual([303, '/'])
    expect(headers['set-cookie']?.[0]).toMatch(/^grokscope-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(test.token).toHaveLength(43)
    expect(headers['set-cookie']?.[0]).not.toContain(test.token)
  })

  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(100_00)])('is refused when it is wrong', async (token) => {
    const { status, headers } = await test.ask(`/?token=${token}`)
    expect([status, headers['set-cookie']]).toEqual([403, undefined])
  })

  it('opens nothing but the front page', async () => {
    expect((await test.ask(`/assets/main.js?token=${test.token}`)).status).toBe(401)
    expect((await test.ask(`/imports?token=${test.token}`, { Origin: `http://127.0.0.1:${test.server.port}` }, { method: 'POST' })).status).toBe(401)
  })
})

describe('a request', () => {
  const own = () => `127.0.0.1:${test.server.port}`
  const refusals: [string, number, () => Record<string, string>, string][] = [
    ['without a cookie', 401, () => ({}), 'GET'],
    ['with a wrong cookie', 401, () => ({ Cookie: `${cookie.split('=')[0] ?? ''}=${'A'.repeat(43)}` }), 'GET'],
    ['with the cookie under another name', 401, () => ({ Cookie: `session=${cookie.split('=')[1] ?? ''}` }), 'GET'],
    ['by a rebound name', 403, () => ({ Host: `attacker.example:${test.server.port}`, Cookie: cookie }), 'GET'],
    ['by a name that only begins like ours', 403, () => ({ Host: '127.0.0.1.attacker.example', Cookie: cookie }), 'GET'],
    ['by a name with a user', 403, () => ({ Host: `user@${own()}`, Cookie: cookie }), 'GET'],
    ['from another site', 403, () => ({ Origin: 'https://attacker.example', Cookie: cookie }), 'GET'],
    ['from another port of this machine', 403, () => ({ Origin: 'http://127.0.0.1:9', Cookie: cookie }), 'GET'],
    ['from our name over https', 403, () => ({ Origin: `https://${own()}`, Cookie: cookie }), 'GET'],
    ['from a sandboxed page', 403, () => ({ Origin: 'null', Cookie: cookie }), 'GET'],
    ['that uploads without an origin', 403, () => ({ Cookie: cookie }), 'POST']
  ]
  it.each(refusals)('%s is refused (%i)', async (_, status, headers, method) => {
    expect((await test.ask(method === 'POST' ? '/imports' : '/', headers(), { method })).status).toBe(status)
  })

  it.each(['127.0.0.1', 'localhost'])('to %s with the cookie gets the page with every protective header', async (name) => {
    const { status, headers, body } = await test.ask('/', { Host: `${name}:${test.server.port}`, Cookie: `other=1; ${cookie}` })
    expect([status, body]).toEqual([200, '<!doctype html><title>Grokscope</title>'])
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'$/)
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'content-type': 'text/html; charset=utf-8' })
  })

  it('through a forwarded port is taken: name and origin agree', async () => {
    expect((await test.ask('/', { Host: 'localhost:8080', Origin: 'http://localhost:8080', Cookie: cookie })).status).toBe(200)
  })

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('by %s is refused', async (method) => {
    expect((await test.ask('/', { Cookie: cookie, Origin: `http://${own()}` }, { method })).status).toBe(405)
  })
})

describe('a path', () => {
  const outside = [
    '/../secret.json', '/..%2fsecret.json', '/%2e%2e/secret.json', '/%2e%2e%2fsecret.json', '/..%5csecret.json', '/assets/..%2f..%2fsecret.json',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.json', '//secret.json', '/%00.js', '/assets/main.js%00.html', '/%', '/%zz', '/C:%5cwindows%5cwin.js', '/..\\secret.json',
    '/assets/main.js.map', '/assets/main', '/assets', '/assets/', '/.env.json', '/missing.js', '/index.html/', '/index.html.'
  ]
  it.each(outside)('%s serves nothing', async (target) => {
    const { status, body } = await test.ask(target, { Cookie: cookie })
    expect([400, 404]).toContain(status)
    expect(body).not.toContain('secret')
  })

  it.each(['http://attacker.example/', '*', 'x'])('that is the target %s is refused', async (target) => {
    expect((await test.ask(target, { Cookie: cookie })).status).toBe(400)
  })

  it('of the page is served with its type', async () => {
    expect(await test.ask('/assets/main.js', { Cookie: cookie })).toMatchObject({ status: 200, body: 'export {}', headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    expect(pageFile('/assets/font.woff2')).toEqual({ segments: ['assets', 'font.woff2'], mediaType: 'font/woff2' })
  })
})

describe('a WebSocket upgrade', () => {
  const attempt = (headers: Record<string, string>, target = '/rpc') => new Promise<number>((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${test.server.port}${target}`, { headers })
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.once('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('error', () => undefined)
  })
  const origin = () => `http://127.0.0.1:${test.server.port}`
  const attempts: [string, number, () => Record<string, string>, string?][] = [
    ['with cookie and origin', 101, () => ({ Cookie: cookie, Origin: origin() })],
    ['without a cookie', 401, () => ({ Origin: origin() })],
    ['without an origin', 403, () => ({ Cookie: cookie })],
    ['from another site', 403, () => ({ Cookie: cookie, Origin: 'https://attacker.example' })],
    ['by a rebound name', 403, () => ({ Cookie: cookie, Origin: 'http://attacker.example', Host: 'attacker.example' })],
    ['to another path', 404, () => ({ Cookie: cookie, Origin: origin() }), '/other'],
    ['with the token in place of the cookie', 401, () => ({ Origin: origin() }), '/rpc?token=TOKEN']
  ]
  it.each(attempts)('%s answers %i', async (_, status, headers, target = '/rpc') => {
    expect(await attempt(headers(), target.replace('TOKEN', test.token))).toBe(status)
  })
})

describe('a port', () => {
  it('that the user named and that is in use is an error that names it and says what to do', async () => {
    const taken = startServer({ workbench: test.workbench, rendererFolder: `${test.folder}/../dist/renderer`, port: test.server.port })
    await expect(taken).rejects.toMatchObject({ code: 'server/port-in-use', message: expect.stringMatching(new RegExp(`port ${test.server.port}.*--port`)) as string })
  })

  it('that nobody named is a free one where the usual one is taken', async () => {
    const options = { workbench: test.workbench, rendererFolder: `${test.folder}/../dist/renderer`, port: null }
    const [first, second] = [await startServer(options), await startServer(options)]
    expect(first.port).not.toBe(second.port)
    await first.close()
    await second.close()
  })

  it('is bound to the loopback address alone', () => {
    expect(test.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/)
  })
})

it('says what to do where the page is not built', async () => {
  await expect(startServer({ workbench: test.workbench, rendererFolder: '/nowhere', port: 0 })).rejects.toMatchObject({ code: 'file/unreadable', message: expect.stringContaining('npm run build') as string })
})
