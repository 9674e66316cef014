import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy, pageFile, pageHeaders } from '../../shared/page-policy.ts'

describe('files that are served', () => {
  test.each([
    ['/index.html', { segments: ['index.html'], mediaType: 'text/html; charset=utf-8' }],
    ['/assets/index-AbC_1.js', { segments: ['assets', 'index-AbC_1.js'], mediaType: 'text/javascript; charset=utf-8' }],
    ['/assets/font.woff2', { segments: ['assets', 'font.woff2'], mediaType: 'font/woff2' }]
  ])('%s', (pathname, file) => {
    expect(pageFile(pathname)).toEqual(file)
  })

  test.each([
    '/', '', 'index.html', '/..%2f..%2fetc/passwd', '/%2e%2e/x.js', '/..%5c..%5csecret.js', '/a%5c..%5cb.js', '/%00.js', '/%', '/x.js%00', '/D:/x.js',
    '/.git/config.json', '/.env', '/assets//x.js', '/assets/', '/x.ts', '/x.map', '/x.js.map', '/x.exe', '/x', '/x.js.', '/constructor', '/x.__proto__'
  ])('not %s', (pathname) => {
    expect(pageFile(pathname)).toBeNull()
  })
})

describe('the content security policy', () => {
  test('is sent with every answer, and sniffing is off', () => {
    expect(pageHeaders).toMatchObject({ 'Content-Security-Policy': contentSecurityPolicy, 'X-Content-Type-Options': 'nosniff' })
  })

  test('is that of index.html, but for what only a header can carry', () => {
    const html = readFileSync(new URL('../../src-renderer/index.html', import.meta.url), 'utf8')
    const meta = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]
    expect(`${meta}; frame-ancestors 'none'`).toBe(contentSecurityPolicy)
  })

  test('allows no inline code, no evaluation and no other origin', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/)
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
  })
})
