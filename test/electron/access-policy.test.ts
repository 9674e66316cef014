import { describe, expect, test } from 'vitest'
import {
  allowedPermissions, decideExternal, decideNavigation, decidePermission, decideRequest, decideSender, externalHosts, pageUrl, requestSchemes
} from '../../src-main/electron/access-policy.ts'

describe('navigation', () => {
  test.each([
    'app://grokscope/index.html', 'app://grokscope/index.html#/runs', 'app://grokscope/index.html#/compare?runs=a,b'
  ])('shows the page: %s', (url) => {
    expect(decideNavigation(url, true).allowed).toBe(true)
  })

  test.each([
    'https://example.org/', 'https://example.org/?next=app://grokscope/index.html', 'app://grokscope.example.org/index.html', 'app://example/index.html', 'app://GROKSCOPE/index.html',
    'app://user@grokscope/index.html', 'app://grokscope:1/index.html', 'app:\\\\grokscope\\index.html', '//grokscope/index.html', 'app://grokscope/other.html',
    'app://grokscope/..%2findex.html', 'app://grokscope/%2findex.html', 'app://grokscope/index.html?x=1', 'app:grokscope/index.html', 'file:///etc/passwd',
    'data:text/html,x', 'blob:app://grokscope/1', 'javascript:alert(1)', 'about:blank', ''
  ])('blocks %s', (url) => {
    expect(decideNavigation(url, true).allowed).toBe(false)
  })

  test('blocks every frame within the page', () => {
    expect(decideNavigation(pageUrl, false)).toEqual({ allowed: false, reason: 'the page has no frames' })
  })
})

describe('links that leave for the system\'s browser', () => {
  test.each(['https://arxiv.org/abs/2201.02177', 'https://doi.org/10.48550/arXiv.2201.02177', 'https://github.com/x/y/issues'])('hands over %s', (url) => {
    expect(decideExternal(url).allowed).toBe(true)
  })

  test.each([
    'http://arxiv.org/', 'https://arxiv.org.example.org/', 'https://example.org/?arxiv.org', 'https://user:secret@arxiv.org/', 'https://arxiv.org:8443/',
    'file:///usr/bin/true', 'mailto:a@b.c', 'smb://arxiv.org/x', 'javascript:alert(1)', 'https://constructor/', 'no url'
  ])('refuses %s', (url) => {
    expect(decideExternal(url).allowed).toBe(false)
  })
})

describe('requests', () => {
  test.each(['app://grokscope/assets/index.js', 'data:image/png;base64,AA==', 'blob:app://grokscope/1', 'devtools://devtools/bundled/inspector.html'])('lets %s through', (url) => {
    expect(decideRequest(url).allowed).toBe(true)
  })

  test.each([
    'https://example.org/', 'http://127.0.0.1:80/', 'ws://127.0.0.1/', 'wss://example.org/', 'ftp://example.org/', 'file:///etc/passwd',
    'chrome-extension://x/y', 'app://example/index.js', 'constructor:x', ''
  ])('cancels %s', (url) => {
    expect(decideRequest(url).allowed).toBe(false)
  })
})

describe('permissions', () => {
  test('allows what the page needs, and nothing else that Chromium knows', () => {
    const known = [
      'background-sync', 'clipboard-read', 'clipboard-sanitized-write', 'display-capture', 'fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection',
      'keyboardLock', 'local-network-access', 'media', 'mediaKeySystem', 'midi', 'midiSysex', 'nfc', 'notifications', 'openExternal', 'payment-handler',
      'persistent-storage', 'pointerLock', 'screen-wake-lock', 'sensors', 'serial', 'speaker-selection', 'storage-access', 'top-level-storage-access', 'usb',
      'vr', 'web-printing', 'window-management', 'unknown', 'one-that-is-yet-to-come', 'constructor'
    ]
    expect(known.filter((permission) => decidePermission(permission, pageUrl).allowed)).toEqual(['clipboard-sanitized-write', 'fullscreen'])
  })

  test('refuses other origins even what the page may', () => {
    expect(decidePermission('fullscreen', 'https://example.org/').allowed).toBe(false)
    expect(decidePermission('fullscreen', '').allowed).toBe(false)
  })
})

describe('senders of messages', () => {
  test.each([
    [{ url: pageUrl, isMainFrame: true }, true],
    [{ url: `${pageUrl}#/runs`, isMainFrame: true }, true],
    [{ url: pageUrl, isMainFrame: false }, false],
    [{ url: 'https://example.org/', isMainFrame: true }, false],
    [{ url: 'about:blank', isMainFrame: true }, false],
    [null, false]
  ])('%o: %s', (sender, allowed) => {
    expect(decideSender(sender).allowed).toBe(allowed)
  })
})

test('every row of a table has a reason', () => {
  const reasons = [allowedPermissions, externalHosts, requestSchemes].flatMap((table) => Object.values(table))
  expect(reasons.filter((reason) => reason.length < 10)).toEqual([])
})
