import type { Session, WebContents } from 'electron'
import { decideNavigation, decidePermission, decideRequest } from './access-policy.ts'
import { openExternal } from './open-external.ts'

/** Wires the policy for requests and permissions to the session. */
export function guardSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !decideRequest(url).allowed }))
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) => {
    callback(decidePermission(permission, requestingUrl).allowed)
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => decidePermission(permission, requestingOrigin).allowed)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  session.on('will-download', (event) => event.preventDefault())
}

interface Navigation {
  url: string
  isMainFrame?: boolean
  preventDefault(): void
}

/** Wires the policy for navigation, new windows and webviews to the contents of a window. */
export function guardContents(contents: WebContents): void {
  const decide = (event: Navigation) => {
    if (!decideNavigation(event.url, event.isMainFrame ?? true).allowed) event.preventDefault()
  }
  contents.on('will-navigate', decide)
  contents.on('will-redirect', decide)
  contents.on('will-frame-navigate', decide)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url).catch((error: unknown) => console.warn(`A link was not opened: ${String(error)}`))
    return { action: 'deny' }
  })
}
