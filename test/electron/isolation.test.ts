import { expect, test } from 'vitest'
import { bridgeKeys } from '../../shared/bridge.ts'
import { methods } from '../../shared/rpc.ts'
import { encodeMessage } from '../../shared/wire.ts'
import { contentSecurityPolicy } from '../../shared/page-policy.ts'
import { call, sendBytes } from './calls.ts'
import { onEveryShell } from './running.ts'

onEveryShell('the isolated page', ({ shared }) => {
  test('knows the four functions of the bridge and nothing of Electron or Node', async () => {
    const { page } = await shared()
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.grokscope ?? {}).sort(),
      types: Object.values(window.grokscope ?? {}).map((value) => typeof value),
      canBeReplaced: Reflect.set(window, 'grokscope', {}) || Reflect.set(window.grokscope ?? {}, 'send', null),
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname', 'global'].filter((name) => name in window)
    }))
    expect(seen).toEqual({ bridge: [...bridgeKeys], types: ['function', 'function', 'function', 'function'], canBeReplaced: false, node: [] })
  })

  test('hears bytes only: no event object, no sender', async () => {
    const { page } = await shared()
    const heard = await page.evaluate((bytes) => new Promise((resolve) => {
      const stop = window.grokscope?.onMessage((...values: unknown[]) => {
        stop?.()
        resolve(values.map((value) => Object.prototype.toString.call(value)))
      })
      window.grokscope?.send(Uint8Array.from(bytes))
    }), Array.from(encodeMessage({ id: 1_000, method: 'app.info', parameters: {} })))
    expect(heard).toEqual(['[object Uint8Array]'])
  })

  test('is drawn without one violation of its content security policy, and asks for nothing outside', async () => {
    const { page } = await shared()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations = [...(window.violations ?? []), `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`]
      })
    })
    const response = await page.reload()
    for (const place of ['runs', 'new', 'compare', 'inspect', 'figures', 'settings', 'runs/bin']) {
      await page.evaluate((address) => { location.hash = `#/${address}` }, place)
      await page.waitForTimeout(150)
    }
    expect(await page.evaluate(() => window.violations ?? [])).toEqual([])
    expect(response?.headers()['content-security-policy']).toBe(contentSecurityPolicy)
    expect(requests.filter((url) => !/^(http:\/\/app\.grokscope\.localhost|app:\/\/grokscope)\/|^(data|blob):/.test(url))).toEqual([])
    expect(requests.length).toBeGreaterThan(2)
  })

  test('is stopped by that policy where it tries to run text as code', async () => {
    const { page } = await shared()
    const outcome = await page.evaluate(async () => {
      const violated = new Promise<string>((resolve) => document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective), { once: true }))
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
      return { directive: await violated, injected: 'injected' in window }
    })
    expect(outcome).toEqual({ directive: 'script-src-elem', injected: false })
  })

  test('is opened with exactly these preferences', async () => {
    const shell = await shared()
    const preferences = await shell.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const read: unknown = Reflect.get(window?.webContents ?? {}, 'getLastWebPreferences')
      const all: Record<string, unknown> = typeof read === 'function' ? Reflect.apply(read, window?.webContents, []) : {}
      const names = ['contextIsolation', 'sandbox', 'nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webSecurity',
        'allowRunningInsecureContent', 'experimentalFeatures', 'webviewTag', 'navigateOnDragDrop']
      return Object.fromEntries(names.map((name) => [name, all[name]]))
    }, null)
    expect(preferences).toEqual({
      contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false
    })
  })
})

onEveryShell('what the page cannot reach', ({ shared }) => {
  test('other places: navigation, new windows, frames', async () => {
    const { page, evaluate } = await shared()
    const before = page.url()
    await page.evaluate(() => { location.href = 'https://example.org/' })
    await page.evaluate(() => { location.href = './other.html' })
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(await page.evaluate(() => [window.open('https://example.org/'), window.open('about:blank'), window.open('file:///etc/passwd')])).toEqual([null, null, null])
    expect(await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
  })

  test('the system\'s browser, but for pages of known hosts', async () => {
    const { page, evaluate } = await shared()
    await evaluate(({ shell, app }) => {
      shell.openExternal = (url) => {
        app.emit('opened-for-test', url)
        return Promise.resolve()
      }
      app.on('opened-for-test' as 'activate', (url: unknown) => {
        const opened: unknown[] = Reflect.get(app, 'openedForTest') ?? []
        Reflect.set(app, 'openedForTest', [...opened, url])
      })
    }, null)
    await page.evaluate(() => {
      for (const url of ['https://example.org/', 'https://arxiv.org/abs/2201.02177', 'http://arxiv.org/', 'file:///etc/passwd']) window.open(url)
    })
    await expect.poll(() => evaluate(({ app }): unknown => Reflect.get(app, 'openedForTest'), null)).toEqual(['https://arxiv.org/abs/2201.02177'])
  })

  test('the network', async () => {
    const { page, evaluate } = await shared()
    const fetched = await evaluate(async ({ session }) => {
      const outcomes: string[] = []
      for (const url of ['https://example.org/', 'http://127.0.0.1:9/', 'app://grokscope/index.html', 'app://grokscope/..%2f..%2fpackage.json', 'app://other/index.html']) {
        outcomes.push(await session.defaultSession.fetch(url).then(({ status }) => String(status), (error: unknown) => String(error)))
      }
      return outcomes
    }, null)
    const blocked: unknown = expect.stringContaining('ERR_BLOCKED_BY_CLIENT')
    expect(fetched).toEqual([blocked, blocked, '200', '404', blocked])
    expect(await page.evaluate(() => fetch('https://example.org/').then(() => 'reached', () => 'blocked'))).toBe('blocked')
  })

  test('permissions that it does not need', async () => {
    const { page } = await shared()
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'clipboard-read'] as PermissionName[]
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    })
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
  })
})

onEveryShell('messages', ({ shared }) => {
  test('of the page are answered by the workbench', async () => {
    const { page, home } = await shared()
    expect(await call(page, 'app.info', {})).toMatchObject({ ok: true, value: { dataFolder: home, readOnly: null } })
  })

  test('of every method of the contract are refused with one parameter too many', async () => {
    const { page } = await shared()
    for (const method of Object.keys(methods)) {
      const { reply } = await sendBytes(page, encodeMessage({ id: 2_000_000, method, parameters: { surplus: 1 } }))
      expect([method, reply]).toEqual([method, { ok: false, error: expect.objectContaining({ code: 'request/invalid' }) as unknown }])
    }
  })

  test('with an unknown method or a wrong form are refused', async () => {
    const { page } = await shared()
    expect((await sendBytes(page, encodeMessage({ id: 3_000_001, method: 'runs.steal', parameters: {} }))).reply).toMatchObject({ ok: false, error: { code: 'request/unknown-method' } })
    expect((await sendBytes(page, encodeMessage({ id: 3_000_002, method: 'runs.list', parameters: {}, as: 'main' }))).reply).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
  })

  test('from anywhere else go nowhere: another origin, a frame, a frame that is gone, another window', async () => {
    const { evaluate } = await shared()
    const bytes = Array.from(encodeMessage({ id: 4_000_000, method: 'app.info', parameters: {} }))
    const answered = await evaluate(async ({ BrowserWindow, ipcMain }, sent) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (contents === undefined) throw new Error('There is no window.')
      let count = 0
      const send = contents.send.bind(contents)
      // Number 4,000,000 in MessagePack: the page's own requests are answered in the meantime.
      const id = String([0xce, 0x00, 0x3d, 0x09, 0x00])
      contents.send = (channel: string, ...values: unknown[]) => {
        const [message] = values
        if (message instanceof Uint8Array && Array.from(message).join().includes(id)) count += 1
        send(channel, ...values)
      }
      const page = { url: 'app://grokscope/index.html', parent: null }
      const tell = async (event: object) => {
        ipcMain.emit('grokscope:to-workbench', event, Uint8Array.from(sent))
        await new Promise((resolve) => setTimeout(resolve, 300))
        const answers = count
        count = 0
        return answers
      }
      return {
        page: await tell({ sender: contents, senderFrame: page }),
        gone: await tell({ sender: contents, senderFrame: null }),
        elsewhere: await tell({ sender: contents, senderFrame: { url: 'https://example.org/', parent: null } }),
        disguised: await tell({ sender: contents, senderFrame: { url: 'https://example.org/?app://grokscope/index.html', parent: null } }),
        frame: await tell({ sender: contents, senderFrame: { ...page, parent: page } }),
        other: await tell({ sender: { id: 99 }, senderFrame: page })
      }
    }, bytes)
    expect(answered).toEqual({ page: 1, gone: 0, elsewhere: 0, disguised: 0, frame: 0, other: 0 })
  })
})

declare global {
  interface Window {
    violations?: string[]
  }
}
